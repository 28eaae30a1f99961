package dev.holdfast.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The second example: two files that change together by a redo journal, with a recovery that may
 * crash itself; and the same with each of its safeguards left out.
 */
final class JournalTest {

  enum Safeguard {
    SYNC_STAGED,
    SYNC_STAGED_NAMES,
    SYNC_JOURNAL_NAME,
    SYNC_APPLIED_NAMES,
    SYNC_RETIRED_JOURNAL
  }

  private static final Set<Safeguard> ALL = EnumSet.allOf(Safeguard.class);

  /** Puts new contents of {@code a} and {@code b} into place, both or none. */
  private record Transaction(Path root, Set<Safeguard> safeguards) {

    void run(String content) throws IOException {
      for (String name : new String[] {"a", "b"}) {
        write(root.resolve(name + ".new"), content, safeguards.contains(Safeguard.SYNC_STAGED));
      }
      if (safeguards.contains(Safeguard.SYNC_STAGED_NAMES)) {
        syncRoot();
      }
      Files.createFile(root.resolve("journal"));
      if (safeguards.contains(Safeguard.SYNC_JOURNAL_NAME)) {
        syncRoot();
      }
      apply();
    }

    /**
     * A journal that is there says that all that was staged before it is there: its name is enough.
     * (The simulator found that a check of its content, which was here first, is never missed.)
     */
    void recover() throws IOException {
      if (Files.exists(root.resolve("journal"))) {
        apply();
      } else {
        Files.deleteIfExists(root.resolve("a.new"));
        Files.deleteIfExists(root.resolve("b.new"));
        syncRoot();
      }
    }

    private void apply() throws IOException {
      for (String name : new String[] {"a", "b"}) {
        Path staged = root.resolve(name + ".new");
        if (Files.exists(staged)) {
          Files.move(staged, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (safeguards.contains(Safeguard.SYNC_APPLIED_NAMES)) {
        syncRoot();
      }
      Files.deleteIfExists(root.resolve("journal"));
      if (safeguards.contains(Safeguard.SYNC_RETIRED_JOURNAL)) {
        syncRoot();
      }
    }

    private void syncRoot() throws IOException {
      try (FileChannel directory = FileChannel.open(root, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }

    private static void write(Path file, String content, boolean sync) throws IOException {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
        if (sync) {
          channel.force(true);
        }
      }
    }
  }

  private static Crashes crashes(Set<Safeguard> safeguards, EntryOrder order) throws IOException {
    return CrashSimulator.of(PersistenceModel.strict().withEntryOrder(order))
        .startingWith(
            root -> {
              Files.writeString(root.resolve("a"), "old");
              Files.writeString(root.resolve("b"), "old");
            })
        .run(
            (root, marks) -> {
              for (String content : new String[] {"one", "two"}) {
                new Transaction(root, safeguards).run(content);
                marks.reached(content);
              }
            })
        .crashes()
        .recoveredBy(root -> new Transaction(root, safeguards).recover());
  }

  /** Both files are of the same transaction, the last acknowledged or the next one; no litter. */
  private static void bothOrNone(CrashState state) throws IOException {
    String a = Files.readString(state.root().resolve("a"));
    assertThat(Files.readString(state.root().resolve("b"))).isEqualTo(a);
    switch (state.marks().size()) {
      case 0 -> assertThat(a).isIn("old", "one");
      case 1 -> assertThat(a).isIn("one", "two");
      default -> assertThat(a).isEqualTo("two");
    }
    try (Stream<Path> entries = Files.list(state.root())) {
      assertThat(entries).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void transaction_isAllOrNone_alsoIfTheRecoveryCrashesTwice(EntryOrder order) throws Exception {
    CrashReport report = crashes(ALL, order).duringRecovery(2).check(JournalTest::bothOrNone);
    assertThat(report.leftOut()).isZero();
    assertThat(report.checked()).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void transaction_withoutOneSafeguard_isCondemned(Safeguard missing) throws Exception {
    Set<Safeguard> rest = EnumSet.complementOf(EnumSet.of(missing));
    var violation = crashes(rest, EntryOrder.BY_NAME).firstViolation(JournalTest::bothOrNone);
    assertThat(violation).isPresent();
  }

  @Test
  void recovery_ofNothing_doesNothing() throws Exception {
    CrashReport report =
        CrashSimulator.of(PersistenceModel.strict())
            .run((root, marks) -> {})
            .crashes()
            .check(state -> {});
    assertThat(report.checked()).isOne();
  }
}
