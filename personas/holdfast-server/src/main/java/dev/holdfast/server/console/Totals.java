package dev.holdfast.server.console;

import dev.holdfast.FileLockManager;
import dev.holdfast.file.FileMetrics;
import dev.holdfast.lock.DurationHistogram;
import dev.holdfast.lock.LockMetrics;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process did since it began, in a few numbers that only grow.
 *
 * @param commits changes of files that succeeded
 * @param syncs that succeeded
 * @param synced how long these took, together
 */
record Totals(LockMetrics.Totals locks, long commits, long syncs, Duration synced) {

  static Totals now(FileLockManager locks) {
    FileMetrics files = FileMetrics.ofThisProcess();
    Stream<DurationHistogram> changes =
        files.changes().values().stream().map(FileMetrics.Changes::made);
    return new Totals(
        locks.metrics().total(),
        changes.mapToLong(DurationHistogram::count).sum(),
        syncs(files).mapToLong(DurationHistogram::count).sum(),
        syncs(files).map(DurationHistogram::sum).reduce(Duration.ZERO, Duration::plus));
  }

  private static Stream<DurationHistogram> syncs(FileMetrics files) {
    return files.syncs().values().stream().map(FileMetrics.Syncs::made);
  }
}
