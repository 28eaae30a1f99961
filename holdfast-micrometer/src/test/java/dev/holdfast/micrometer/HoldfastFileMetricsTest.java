package dev.holdfast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.hostile.Call;
import dev.holdfast.testkit.hostile.HostileFileSystem;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is counted is a difference: it is counted for the process. */
@Timeout(60)
final class HoldfastFileMetricsTest {

  @TempDir private Path directory;

  private final LockManager locks = LockManager.inProcess();
  private final Exported exported = new Exported();

  @BeforeEach
  void bind() {
    new HoldfastFileMetrics().bindTo(exported.registry);
  }

  @AfterEach
  void close() {
    locks.close();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** So much more is exported after some work than before. */
  private void assertThatAfter(Work work, String sample, double more) throws Exception {
    double before = exported.valueOf(sample);
    work.run();
    exported.await(sample, before + more);
  }

  @Test
  void aWrite_isACommit_twoSyncs_andABatchOfOne() throws Exception {
    AtomicFiles files = AtomicFiles.lockedBy(locks);
    Work write = () -> files.write(directory.resolve("f"), new byte[1]);
    assertThatAfter(write, "holdfast_file_commit_seconds_count{operation=\"write\"}", 1);
    assertThatAfter(write, "holdfast_file_sync_seconds_count{of=\"content\"}", 1);
    assertThatAfter(write, "holdfast_file_sync_seconds_count{of=\"names\"}", 1);
    assertThatAfter(write, "holdfast_file_sync_batch_changes_bucket{le=\"1.0\"}", 1);
    assertThatAfter(write, "holdfast_file_sync_batch_changes_sum", 1);
    assertThat(exported.registry.scrape())
        .contains("# TYPE holdfast_file_commit_seconds histogram")
        .contains("# TYPE holdfast_file_sync_batch_changes histogram");
  }

  @Test
  void whatNeverHappened_isZero() {
    assertThat(
            exported.value(
                "holdfast_file_commit_failures_total{operation=\"move\",outcome=\"unknown\"}"))
        .hasValue(0.0);
    assertThat(exported.value("holdfast_file_recovery_failures_total")).isPresent();
  }

  @Test
  void aFailedSync_isCounted_andSoIsTheFailedCommit() throws Exception {
    HostileFileSystem disk = HostileFileSystem.over(directory);
    AtomicFiles files = AtomicFiles.lockedBy(locks);
    Work broken =
        () -> {
          disk.failing(Call.FORCE_DIRECTORY, 1, "Input/output error");
          assertThatThrownBy(() -> files.write(disk.root().resolve("f"), new byte[1]))
              .isInstanceOf(FileCommitException.class);
        };
    assertThatAfter(broken, "holdfast_file_sync_failures_total{of=\"names\"}", 1);
    assertThatAfter(
        broken, "holdfast_file_commit_failures_total{operation=\"write\",outcome=\"unknown\"}", 1);
    Work full =
        () -> {
          Path root = HostileFileSystem.over(directory).fullAfter(0).root();
          assertThatThrownBy(() -> files.write(root.resolve("f"), new byte[1]))
              .isInstanceOf(FileCommitException.class);
        };
    assertThatAfter(
        full,
        "holdfast_file_commit_failures_total{operation=\"write\",outcome=\"not_committed\"}",
        1);
  }

  /** The record of the transaction cannot be retired: as if its process had died there. */
  @Test
  void aTransactionThatIsFinishedByAnother_isARecovery() throws Exception {
    Work die =
        () -> {
          HostileFileSystem disk = HostileFileSystem.over(directory);
          FileTree tree = FileTree.open(disk.root(), locks);
          try (FileTransaction change = tree.begin(List.of())) {
            change.put(disk.root().toRealPath().resolve("f"), Content.text("new"));
            disk.failing(Call.RENAME, 3, "Input/output error");
            assertThatThrownBy(change::commit).isInstanceOf(FileCommitException.class);
          }
        };
    assertThatAfter(
        die, "holdfast_file_commit_failures_total{operation=\"commit\",outcome=\"committed\"}", 1);
    Work recover = () -> assertThat(FileTree.at(directory, locks).recover()).isTrue();
    assertThatAfter(recover, "holdfast_file_recovery_seconds_count", 1);
    assertThat(directory.resolve("f")).hasContent("new");

    die.run();
    Path record = directory.resolve(".holdfast-tree/commit");
    Files.write(record, new byte[3]);
    Work fail =
        () ->
            assertThatThrownBy(() -> FileTree.at(directory, locks).recover())
                .hasMessageContaining(record.toString());
    assertThatAfter(fail, "holdfast_file_recovery_failures_total", 1);
  }

  @Test
  void anyRegistry_hasCountSumAndLargest_ofBatches() throws Exception {
    SimpleMeterRegistry simple = new SimpleMeterRegistry();
    AtomicFiles.lockedBy(locks).write(directory.resolve("f"), new byte[1]);
    new HoldfastFileMetrics().bindTo(simple);
    assertThat(simple.get("holdfast.file.sync.batch").meter().measure())
        .extracting(each -> each.getStatistic(), each -> each.getValue() >= 1)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Statistic.COUNT, true),
            org.assertj.core.groups.Tuple.tuple(Statistic.TOTAL, true),
            org.assertj.core.groups.Tuple.tuple(Statistic.MAX, true));
  }
}
