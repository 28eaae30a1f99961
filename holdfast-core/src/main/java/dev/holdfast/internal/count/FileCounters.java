package dev.holdfast.internal.count;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process did to files. One for the process, because its threads share syncs, whatever
 * lock domain or tree they work in.
 */
public final class FileCounters {

  private static final SortedMap<String, Changes> CHANGES = new TreeMap<>();

  static {
    for (String operation :
        List.of(
            "write", "update", "create", "delete", "move", "create directory", "stage", "commit")) {
      CHANGES.put(operation, new Changes());
    }
  }

  /** How many changes each sync of a directory served. */
  public static final SizeRecorder BATCHES = new SizeRecorder();

  /** Transactions of dead processes that were finished. */
  public static final DurationRecorder RECOVERIES = new DurationRecorder();

  /** Attempts to finish one that failed. */
  public static final LongAdder FAILED_RECOVERIES = new LongAdder();

  /** Files and directories of dead processes that were removed. */
  public static final LongAdder SWEPT = new LongAdder();

  private FileCounters() {}

  /** Changes of one kind. */
  public static final class Changes {
    /** Those that succeeded. */
    public final DurationRecorder made = new DurationRecorder();

    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();

    /** One failed. The outcomes are a handful, too. */
    public void failed(String outcome) {
      failed.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
    }

    /** How many failed with an outcome. */
    public long failures(String outcome) {
      LongAdder counted = failed.get(outcome);
      return counted == null ? 0 : counted.sum();
    }
  }

  /** The counters of an operation. */
  public static Changes changes(String operation) {
    return requireNonNull(CHANGES.get(operation), operation);
  }

  /** The counters of all operations. */
  public static SortedMap<String, Changes> changes() {
    return Collections.unmodifiableSortedMap(CHANGES);
  }
}
