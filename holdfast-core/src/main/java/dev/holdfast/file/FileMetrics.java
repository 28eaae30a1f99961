package dev.holdfast.file;

import dev.holdfast.internal.count.DurationRecorder;
import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.count.SyncCounter;
import dev.holdfast.lock.DurationHistogram;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this process did to files since it began, through any {@link AtomicFiles}, transaction or
 * snapshot: its threads share syncs whatever they work on, so it is counted for the process as a
 * whole. What other processes do is not in it.
 *
 * <p>Counted in memory of fixed size, for operations and never for paths. A count is there when the
 * call that it counts has returned. While others go on, two values of one reading may be from
 * different instants.
 *
 * @param changes by operation: {@code write} (also what {@link AtomicFiles#update} writes; {@code
 *     update} are failures before that), {@code create}, {@code delete}, {@code move}, {@code
 *     create directory}, {@code commit} of a transaction, and {@code stage} for failures to put
 *     something into one; always all of them
 * @param syncs by what they make durable: {@code content} of a file, {@code names} in a directory,
 *     {@code file system}; always all three
 * @param batches how many changes each sync of a directory served that threads may share; see
 *     {@link AtomicFiles}
 * @param recoveries transactions of dead processes that were finished, and how long that took
 * @param failedRecoveries attempts to finish one that failed; nothing in its tree can be changed
 *     until one succeeds
 * @param swept temporary files and unfinished transactions and snapshots of dead processes that
 *     were removed
 */
public record FileMetrics(
    SortedMap<String, Changes> changes,
    SortedMap<String, Syncs> syncs,
    SizeHistogram batches,
    DurationHistogram recoveries,
    long failedRecoveries,
    long swept) {

  /**
   * Changes of one kind. What was refused is none of them: a handle that is not held, a file that
   * exists, or one that changed.
   *
   * @param made those that succeeded, from the call to its return, without the wait for a lock that
   *     the call acquires
   * @param failed by outcome, always all of them, those that failed
   */
  public record Changes(DurationHistogram made, SortedMap<Outcome, Long> failed) {

    /** Makes the map unmodifiable. */
    public Changes {
      failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    }

    private static Changes of(FileCounters.Changes counted) {
      TreeMap<Outcome, Long> failed = new TreeMap<>();
      for (Outcome outcome : Outcome.values()) {
        failed.put(outcome, counted.failures(outcome.name()));
      }
      return new Changes(histogram(counted.made), failed);
    }
  }

  /**
   * Syncs of one kind.
   *
   * @param made those that succeeded
   * @param failed those that failed; an interrupt is no failure
   */
  public record Syncs(DurationHistogram made, long failed) {
    private static Syncs of(SyncCounter counted) {
      return new Syncs(histogram(counted.made()), counted.failed());
    }
  }

  /** Makes the maps unmodifiable. */
  public FileMetrics {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    syncs = Collections.unmodifiableSortedMap(new TreeMap<>(syncs));
  }

  /** What was counted so far. From any thread. */
  public static FileMetrics ofThisProcess() {
    TreeMap<String, Changes> changes = new TreeMap<>();
    FileCounters.changes()
        .forEach((operation, counted) -> changes.put(operation, Changes.of(counted)));
    TreeMap<String, Syncs> syncs = new TreeMap<>();
    syncs.put("content", Syncs.of(SyncCounter.CONTENT));
    syncs.put("names", Syncs.of(SyncCounter.NAMES));
    syncs.put("file system", Syncs.of(SyncCounter.FILE_SYSTEM));
    return new FileMetrics(
        changes,
        syncs,
        FileCounters.BATCHES.read(SizeHistogram.Bucket::new, SizeHistogram::new),
        histogram(FileCounters.RECOVERIES),
        FileCounters.FAILED_RECOVERIES.sum(),
        FileCounters.SWEPT.sum());
  }

  private static DurationHistogram histogram(DurationRecorder recorder) {
    return recorder.read(DurationHistogram.Bucket::new, DurationHistogram::new);
  }
}
