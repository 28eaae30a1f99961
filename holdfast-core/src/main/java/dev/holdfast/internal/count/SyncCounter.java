package dev.holdfast.internal.count;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.LongAdder;

/** Counts the syncs of this process, by what they make durable. */
public final class SyncCounter {
  /** Of the content of a file. */
  public static final SyncCounter CONTENT = new SyncCounter();

  /** Of the names in a directory. */
  public static final SyncCounter NAMES = new SyncCounter();

  /** Of all that was written to a file system. */
  public static final SyncCounter FILE_SYSTEM = new SyncCounter();

  private final DurationRecorder made = new DurationRecorder();
  private final LongAdder failed = new LongAdder();

  private SyncCounter() {}

  /** A sync. */
  @FunctionalInterface
  public interface Sync {
    /** Makes it. */
    void make() throws IOException;
  }

  /** Makes a sync and counts it. One that an interrupt ended is none. */
  public void count(Sync sync) throws IOException {
    long startNanos = System.nanoTime();
    try {
      sync.make();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      failed.increment();
      throw e;
    }
    made.record(System.nanoTime() - startNanos);
  }

  /** How long those took that succeeded. */
  public DurationRecorder made() {
    return made;
  }

  /** How many failed. */
  public long failed() {
    return failed.sum();
  }
}
