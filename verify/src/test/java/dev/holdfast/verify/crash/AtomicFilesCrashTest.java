package dev.holdfast.verify.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.testkit.crash.CrashReport;
import dev.holdfast.testkit.crash.CrashSimulator;
import dev.holdfast.testkit.crash.CrashState;
import dev.holdfast.testkit.crash.EntryOrder;
import dev.holdfast.testkit.crash.PersistenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * F1 to F3 and F6 of {@link AtomicFiles}: every crash in every sequence of up to three operations.
 */
class AtomicFilesCrashTest {

  /** What a process calls itself in the names of its temporary files. */
  private static final String JVM_PROPERTY = "dev.holdfast.jvm";

  /** An operation is about to begin. */
  record Begun(FileStep step) {}

  /** An operation has returned. */
  record Done(FileStep step) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyCrash_inEverySequence_leavesOldOrNew(int length) throws Exception {
    System.out.printf(
        "%d operations: %d states%n", length, tryAll(length, PersistenceModel.strict()));
  }

  /** File systems that promise less, and one that does today's usual. */
  private static Stream<PersistenceModel> otherModels() {
    PersistenceModel strict = PersistenceModel.strict();
    return Stream.of(
        strict.withEntryOrder(EntryOrder.BY_NAME).withRenameIsAtomic(false),
        PersistenceModel.journaled(),
        PersistenceModel.journaled().withSizeGrowsWithoutData(false));
  }

  @ParameterizedTest
  @MethodSource("otherModels")
  void everyCrash_onOtherFileSystems_leavesOldOrNew(PersistenceModel model) throws Exception {
    assertThat(tryAll(1, model) + tryAll(2, model)).isGreaterThan(100);
  }

  /** Tries all crashes in all sequences of this length; returns how many states that were. */
  private static long tryAll(int length, PersistenceModel model) throws Exception {
    long states = 0;
    try (FileLockManager locks = FileLockManager.inProcess()) {
      AtomicFiles files = locks.files();
      for (List<FileStep> sequence : FileStep.sequences(length)) {
        CrashReport report =
            CrashSimulator.of(model)
                .run(
                    (root, marks) -> {
                      for (FileStep each : sequence) {
                        marks.reached(new Begun(each));
                        each.run(files, root);
                        marks.reached(new Done(each));
                      }
                    })
                .crashes()
                .since(new Begun(sequence.getLast())) // the rest is a shorter sequence
                .recoveredBy(AtomicFilesCrashTest::sweepAsAnotherProcess)
                .check(AtomicFilesCrashTest::oldOrNew);
        assertThat(report.leftOut()).isZero();
        states += report.checked();
      }
    }
    return states;
  }

  /** New directories are durable as deep as they go, and a link's target is what is replaced. */
  @Test
  void write_inNewDirectories_andThroughALink_survives() throws Exception {
    try (FileLockManager locks = FileLockManager.inProcess()) {
      AtomicFiles files = locks.files();
      CrashSimulator.of(PersistenceModel.strict())
          .startingWith(
              root -> {
                Files.createDirectory(root.resolve("other"));
                Files.writeString(root.resolve("other/target"), "old");
                Files.createSymbolicLink(root.resolve("link"), root.resolve("other/target"));
              })
          .run(
              (root, marks) -> {
                files.createDirectories(root.resolve("new/deep"));
                files.write(root.resolve("new/deep/a"), "a".getBytes(UTF_8));
                marks.reached("deep");
                files.write(root.resolve("link"), "new".getBytes(UTF_8));
                marks.reached("link");
              })
          .crashes()
          .check(
              state -> {
                if (state.reached("deep")) {
                  assertThat(state.root().resolve("new/deep/a")).hasContent("a");
                }
                assertThat(state.root().resolve("link")).isSymbolicLink();
                assertThat(Files.readString(state.root().resolve("other/target")))
                    .isIn(state.reached("link") ? List.of("new") : List.of("old", "new"));
              });
    }
  }

  /** What was done is there, what was begun is there or not, and nothing else. */
  static void oldOrNew(CrashState state) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (Done each : state.marks(Done.class)) {
      expected = each.step().after(expected);
    }
    Map<String, String> found = contents(state.root());
    if (state.marks().isEmpty() || !(state.marks().getLast() instanceof Begun begun)) {
      assertThat(found).isEqualTo(expected);
    } else {
      assertThat(found).isIn(expected, begun.step().amidst(expected), begun.step().after(expected));
    }
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path each : entries.toList()) {
        contents.put(String.valueOf(each.getFileName()), Files.readString(each));
      }
    }
    return contents;
  }

  /**
   * The recovery. A sweep leaves its own process's files alone; after a crash it is another one.
   */
  static void sweepAsAnotherProcess(Path root) throws IOException {
    String own = System.setProperty(JVM_PROPERTY, "0123456789abcdef");
    try (FileLockManager locks = FileLockManager.inProcess()) {
      locks.files().sweep(root);
    } finally {
      if (own == null) {
        System.clearProperty(JVM_PROPERTY);
      } else {
        System.setProperty(JVM_PROPERTY, own);
      }
    }
  }
}
