package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process is killed before each single system call of a change: the old or the new content is
 * there whole, and a sweep removes what else it left.
 */
class CrashIT {

  private static final long NEW = 2;
  private static final long ABSENT = -1;

  /** Families of calls that do the same on different platforms. */
  private static final List<String> CALLS =
      List.of(
          "?open,openat",
          "fcntl",
          "write,pwrite64",
          "fsync,fdatasync",
          "?rename,?renameat,?renameat2",
          "?link,?linkat",
          "?unlink,?unlinkat",
          "close");

  @TempDir Path parent;
  private Path directory;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());
  private final Set<Long> states = new TreeSet<>();
  private final List<String> kills = new ArrayList<>();
  private int swept;

  @BeforeEach
  void prepare() throws IOException {
    Tracer.assumePossible();
    directory = Files.createDirectory(parent.resolve("files"));
  }

  @ParameterizedTest
  @CsvSource({"write, 1, 2", "create, -1, 2", "delete, 1, -1"})
  void kill_atEachSystemCall_leavesTheOldOrTheNewWhole(String operation, long before, long after)
      throws Exception {
    TracedWriter writer = TracedWriter.start(parent);
    try {
      for (String calls : CALLS) {
        for (int n = 1; isKilledAt(writer, operation, before, calls, n); n++) {
          kills.add(calls + " " + n);
          check(before, after, calls + " " + n);
          writer = TracedWriter.start(parent);
        }
      }
    } finally {
      writer.close();
    }
    System.out.printf("%s: killed at %s; %d temporary files swept%n", operation, kills, swept);
    assertThat(states).containsExactlyInAnyOrder(before, after);
    assertThat(kills.size()).isGreaterThan(operation.equals("delete") ? 2 : 7);
    if (!operation.equals("delete")) {
      assertThat(swept).isPositive();
    }
  }

  private boolean isKilledAt(
      TracedWriter writer, String operation, long before, String calls, int n) throws Exception {
    Path file = directory.resolve("file");
    if (before == ABSENT) {
      Files.deleteIfExists(file);
    } else {
      Files.write(file, SelfChecking.content(before, 100_000));
    }
    try (Tracer _ = writer.trace(calls, "signal=SIGKILL:when=" + n)) {
      writer.begin(operation, file, NEW);
      String outcome;
      try {
        outcome = writer.outcome();
      } catch (AssertionError e) {
        assertThat(writer.process().awaitExit()).isEqualTo(128 + 9);
        return true;
      }
      assertThat(outcome).isEqualTo("done");
      return false;
    }
  }

  private void check(long before, long after, String when) throws IOException {
    swept += files.sweep(directory);
    Path file = directory.resolve("file");
    long found = ABSENT;
    if (Files.exists(file)) {
      found = SelfChecking.versionOf(files.read(file));
    }
    assertThat(found).as(when).isIn(before, after);
    states.add(found);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.filter(path -> !path.equals(file))).as(when).isEmpty();
    }
    // A crash before the change was made must not show, one after it must.
    if (when.startsWith("fsync,fdatasync 2")) {
      assertThat(found).as(when).isEqualTo(after);
    }
    if (when.startsWith("?rename") || when.startsWith("?link")) {
      assertThat(found).as(when).isEqualTo(before);
    }
  }
}
