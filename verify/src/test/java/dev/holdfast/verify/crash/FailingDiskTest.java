package dev.holdfast.verify.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F3: each call to the file system fails in turn, disks fill up, writes are short. */
class FailingDiskTest {

  private static final FileStep FIRST = new FileStep(FileStep.Kind.WRITE, "a", 0);

  private final FileLockManager locks = FileLockManager.inProcess();
  private final AtomicFiles files = locks.files();

  @TempDir Path parent;
  private int directories;

  @AfterEach
  void close() {
    locks.close();
  }

  private static FileStep step(FileStep.Kind kind) {
    return new FileStep(kind, kind == FileStep.Kind.CREATE_NEW ? "b" : "a", 1);
  }

  @ParameterizedTest
  @EnumSource
  void operation_whoseNthCallFails_tellsWhatIsThere(FileStep.Kind kind) throws Exception {
    int failures = 0;
    for (Call call : Call.values()) {
      int made = callsOf(kind, call);
      for (int nth = 1; nth <= made; nth++) {
        failures += failingAt(kind, call, nth) ? 1 : 0;
      }
    }
    System.out.printf("%s: %d failures%n", kind, failures);
    assertThat(failures).isGreaterThan(2);
  }

  private int callsOf(FileStep.Kind kind, Call call) throws Exception {
    Path directory = withOneFile();
    HostileFileSystem disk = HostileFileSystem.over(directory);
    step(kind).run(files, disk.root());
    return disk.count(call);
  }

  /** A directory with what {@link #FIRST} writes. */
  private Path withOneFile() throws Exception {
    Path directory = Files.createDirectory(parent.toRealPath().resolve("d" + directories++));
    FIRST.run(files, directory);
    return directory;
  }

  private boolean failingAt(FileStep.Kind kind, Call call, int nth) throws Exception {
    Path directory = withOneFile();
    HostileFileSystem disk =
        HostileFileSystem.over(directory).failing(call, nth, "Input/output error");
    Optional<IOException> failure = run(step(kind), disk.root());

    Map<String, String> before = FIRST.after(Map.of());
    Map<String, String> after = step(kind).after(before);
    String what = "%s, %s %d: %s".formatted(kind, call, nth, failure);
    Map<String, String> found = contents(directory);
    if (call == Call.DELETE) { // then it is the removal of the temporary that failed
      found.keySet().removeIf(name -> name.startsWith(".holdfast-"));
    }
    if (failure.isEmpty()) {
      assertThat(found).as(what).isEqualTo(after);
      return false;
    }
    if (failure.get() instanceof FileCommitException e) {
      assertThat(found).as(what).isEqualTo(e.outcome() == Outcome.NOT_COMMITTED ? before : after);
      assertThat(e).as(what).hasMessageContaining("Input/output error");
    } else {
      assertThat(found).as(what).isEqualTo(before); // an update that could not even read
    }
    return true;
  }

  private Optional<IOException> run(FileStep step, Path root) throws InterruptedException {
    try {
      step.run(files, root);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path each : entries.toList()) {
        contents.put(String.valueOf(each.getFileName()), Files.readString(each));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 511, 512, 699})
  void write_toAFullDisk_leavesTheOldContent(long free) throws Exception {
    Path directory = withOneFile();
    Path full = HostileFileSystem.over(directory).fullAfter(free).root();
    for (FileStep.Kind kind : List.of(FileStep.Kind.WRITE, FileStep.Kind.CREATE_NEW)) {
      assertThatExceptionOfType(FileCommitException.class)
          .isThrownBy(() -> step(kind).run(files, full))
          .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED))
          .withMessageContaining("No space left on device");
      assertThat(contents(directory)).isEqualTo(FIRST.after(Map.of()));
    }
  }

  @Test
  void write_thatTheSystemTakesInPieces_isWhole() throws Exception {
    Path directory = withOneFile();
    Path slow = HostileFileSystem.over(directory).shortWrites(100).root();
    FileStep write = step(FileStep.Kind.WRITE);
    write.run(files, slow);
    assertThat(contents(directory)).isEqualTo(write.after(Map.of()));
  }

  @Test
  void write_withoutAtomicMoves_isRefused_andNothingIsChanged() throws Exception {
    Path directory = withOneFile();
    Path poor = HostileFileSystem.over(directory).withoutAtomicMove().root();
    assertThatExceptionOfType(FileCommitException.class)
        .isThrownBy(() -> step(FileStep.Kind.WRITE).run(files, poor))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    assertThat(contents(directory)).isEqualTo(FIRST.after(Map.of()));
  }
}
