package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * F3: a system call of a change fails. What is there then is what the outcome says, and no
 * temporary file remains.
 */
class FailureIT {

  private static final long OLD = 1;
  private static final long NEW = 2;

  @TempDir static Path shared;

  private static TracedWriter writer;

  @TempDir Path directory;

  @BeforeAll
  static void startWriter() throws Exception {
    Tracer.assumePossible();
    writer = TracedWriter.start(shared);
  }

  @AfterAll
  static void endWriter() {
    if (writer != null) {
      writer.close();
    }
  }

  @BeforeEach
  void write() throws IOException {
    Files.write(directory.resolve("file"), SelfChecking.content(OLD, 100_000));
  }

  @ParameterizedTest
  @CsvSource({
    // operation, calls, error, when, outcome, step
    "write,  openat,  EMFILE, 2, NOT_COMMITTED, create a temporary file",
    "write,  openat,  ENOSPC, 2, NOT_COMMITTED, create a temporary file",
    "write,  write,   ENOSPC, 1, NOT_COMMITTED, write content",
    "write,  write,   EDQUOT, 1, NOT_COMMITTED, write content",
    "write,  write,   EIO,    1, NOT_COMMITTED, write content",
    "write,  fsync,   EIO,    1, NOT_COMMITTED, sync content",
    "write,  fsync,   EIO,    1+, NOT_COMMITTED, sync content",
    "write,  '?rename,?renameat,?renameat2', EIO, 1, NOT_COMMITTED, put into place",
    "write,  fsync,   EIO,    2, UNKNOWN, sync directory",
    "create, write,   ENOSPC, 1, NOT_COMMITTED, write content",
    "create, 'fsync,fdatasync', EIO, 1, NOT_COMMITTED, sync content",
    "create, '?link,?linkat', EIO, 1, NOT_COMMITTED, put into place",
    "create, fsync,   EIO,    1, UNKNOWN, sync directory",
    "delete, '?unlink,?unlinkat', EIO, 1, NOT_COMMITTED, remove the name",
    "delete, fsync,   EIO,    1, UNKNOWN, sync directory",
  })
  void change_whoseSystemCallFails_saysWhatStands(
      String operation, String calls, String error, String when, String outcome, String step)
      throws Exception {
    Path file = directory.resolve(operation.equals("create") ? "new" : "file");

    String said;
    try (Tracer _ = writer.trace(calls, "error=%s:when=%s".formatted(error, when))) {
      writer.begin(operation, file, NEW);
      said = writer.outcome();
    }

    assertThat(said).startsWith("failed %s at %s: ".formatted(outcome, step)).contains("" + file);
    boolean changed = !outcome.equals("NOT_COMMITTED");
    if (operation.equals("write")) {
      assertThat(versionOf(file)).isEqualTo(changed ? NEW : OLD);
    } else {
      assertThat(Files.exists(file)).isEqualTo(operation.equals("create") == changed);
      if (operation.equals("create") && changed) {
        assertThat(versionOf(file)).isEqualTo(NEW);
      }
    }
    assertNoTemporaryRemains();

    writer.begin("write", file, 3); // and the process goes on
    assertThat(writer.outcome()).isEqualTo("done");
    assertThat(versionOf(file)).isEqualTo(3);
  }

  /** A device that takes a part and says so, and one that says it took all and took nothing. */
  @ParameterizedTest
  @CsvSource({"write, 10", "write, 0", "create, 10"})
  void change_whoseContentIsNotAllTaken_leavesTheOld(String operation, int taken) throws Exception {
    Path file = directory.resolve(operation.equals("create") ? "new" : "file");
    try (Tracer _ = writer.trace("write", "retval=%d:when=1".formatted(taken))) {
      writer.begin(operation, file, NEW);
      assertThat(writer.outcome()).startsWith("failed NOT_COMMITTED at write content");
    }
    if (operation.equals("write")) {
      assertThat(versionOf(file)).isEqualTo(OLD);
    } else {
      assertThat(file).doesNotExist();
    }
    assertNoTemporaryRemains();
  }

  private static long versionOf(Path file) throws IOException {
    return SelfChecking.versionOf(Files.readAllBytes(file));
  }

  private void assertNoTemporaryRemains() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }
}
