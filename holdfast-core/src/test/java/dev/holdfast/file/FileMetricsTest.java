package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.file.FileMetrics.Changes;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is counted is a difference: other tests run in the same process. */
final class FileMetricsTest extends FilesFixture {

  private final FileMetrics before = FileMetrics.ofThisProcess();

  private long made(String operation) {
    return made(FileMetrics.ofThisProcess(), operation) - made(before, operation);
  }

  private static long made(FileMetrics metrics, String operation) {
    Changes changes = metrics.changes().get(operation);
    return changes == null ? 0 : changes.made().count();
  }

  private long failed(String operation, Outcome outcome) {
    return failed(FileMetrics.ofThisProcess(), operation, outcome)
        - failed(before, operation, outcome);
  }

  private static long failed(FileMetrics metrics, String operation, Outcome outcome) {
    Changes changes = metrics.changes().get(operation);
    return changes == null ? 0 : changes.failed().get(outcome);
  }

  private long syncs(String kind) {
    return FileMetrics.ofThisProcess().syncs().get(kind).made().count()
        - before.syncs().get(kind).made().count();
  }

  @Test
  void eachChange_countsOnce_underItsName() throws Exception {
    files.createDirectories(directory.resolve("a/b"));
    files.createDirectories(directory.resolve("a/b")); // is there
    files.createNew(file, bytes("1"));
    files.write(file, bytes("2"));
    byte[] _ = files.update(file, old -> bytes("3"));
    FileVersion _ = files.writeIf(file, bytes("4"), files.version(file));
    files.move(file, directory.resolve("moved"));
    boolean _ = files.delete(directory.resolve("moved"));

    assertThat(made("create directory")).isEqualTo(1);
    assertThat(made("create")).isEqualTo(1);
    assertThat(made("write")).isEqualTo(3);
    assertThat(made("move")).isEqualTo(1);
    assertThat(made("delete")).isEqualTo(1);
    assertThat(FileMetrics.ofThisProcess().changes().get("write").made().sum()).isPositive();
  }

  @Test
  void syncs_countAsOftenAsTheyAreMade() throws Exception {
    files.write(file, Content.text("full"), WriteOptions.defaults());
    assertThat(syncs("content")).isEqualTo(1);
    assertThat(syncs("names")).isEqualTo(1);
    files.write(file, Content.text("f"), WriteOptions.defaults().durability(Durability.FILE));
    assertThat(syncs("content")).isEqualTo(2);
    assertThat(syncs("names")).isEqualTo(1);
    files.write(file, Content.text("n"), WriteOptions.defaults().durability(Durability.NONE));
    assertThat(syncs("content")).isEqualTo(2);
    assertThat(syncs("names")).isEqualTo(1);
  }

  @Test
  void aSharedSync_countsWhomItServed() throws Exception {
    files.write(file, bytes("alone"));
    SizeHistogram batches = FileMetrics.ofThisProcess().batches();
    assertThat(batches.count()).isEqualTo(before.batches().count() + 1);
    assertThat(batches.sum()).isEqualTo(before.batches().sum() + 1);
    assertThat(batches.atMost(1)).isEqualTo(before.batches().atMost(1) + 1);
  }

  @Test
  void aFailure_countsByItsOutcome_andNoSuccess() {
    Content broken =
        out -> {
          throw new IOException("no more");
        };
    assertThatThrownBy(() -> files.write(file, broken)).isInstanceOf(FileCommitException.class);
    assertThat(failed("write", Outcome.NOT_COMMITTED)).isEqualTo(1);
    assertThat(failed("write", Outcome.UNKNOWN)).isZero();
    assertThat(made("write")).isZero();
  }

  @Test
  void aRefusal_isNoFailure() throws Exception {
    Files.createFile(file);
    assertThatThrownBy(() -> files.createNew(file, bytes("x")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> files.writeIf(file, bytes("x"), FileVersion.ABSENT))
        .isInstanceOf(FileChangedException.class);
    LockHandle handle = locks.acquire(LockRequest.exclusive("x"));
    handle.close();
    assertThatThrownBy(() -> files.write(file, bytes("x"), handle))
        .isInstanceOf(LockNotHeldException.class);

    FileMetrics after = FileMetrics.ofThisProcess();
    for (String operation : after.changes().keySet()) {
      assertThat(LongStream.of(failed(operation, Outcome.NOT_COMMITTED), made(operation)))
          .as(operation)
          .containsOnly(0L);
    }
  }
}
