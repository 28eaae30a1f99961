package dev.holdfast.lock.linear;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;

/**
 * Attempts and releases, each thread with at most one handle. Nobody queues, so each result is
 * determined by the order of the operations, and {@link Specification} says how.
 */
@Param(name = "me", gen = ThreadIdGen.class)
public abstract class Trying {
  private final AnyLock lock;
  private final AnyLock.@Nullable Held[] held = new AnyLock.Held[8];

  Trying(AnyLock lock) {
    this.lock = lock;
  }

  @Operation
  public String tryExclusive(@Param(name = "me") int me) {
    return attempt(me, true);
  }

  @Operation
  public String tryShared(@Param(name = "me") int me) {
    return attempt(me, false);
  }

  private String attempt(int me, boolean exclusive) {
    if (held[me] != null) {
      return "has it";
    }
    held[me] = lock.tryAcquire(exclusive);
    return held[me] == null ? "refused" : "granted";
  }

  @Operation
  public boolean release(@Param(name = "me") int me) {
    AnyLock.Held mine = held[me];
    held[me] = null;
    if (mine != null) {
      mine.release();
    }
    return mine != null;
  }

  /** The lock of the project. */
  public static final class OfReal extends Trying {
    public OfReal() {
      super(new AnyLock.Real());
    }
  }

  /** The small queue without a fault. */
  public static final class OfSound extends Trying {
    public OfSound() {
      super(new PlantedQueue(PlantedQueue.Fault.NONE));
    }
  }

  /** The small queue that looks and takes in two steps. */
  public static final class OfNotAtomic extends Trying {
    public OfNotAtomic() {
      super(new PlantedQueue(PlantedQueue.Fault.NOT_ATOMIC));
    }
  }

  /** What one thread after the other must see. */
  public static final class Specification {
    private final boolean[] reads = new boolean[8];
    private int writer = -1;

    public String tryExclusive(int me) {
      if (has(me)) {
        return "has it";
      }
      if (writer >= 0 || anyReads()) {
        return "refused";
      }
      writer = me;
      return "granted";
    }

    public String tryShared(int me) {
      if (has(me)) {
        return "has it";
      }
      if (writer >= 0) {
        return "refused";
      }
      reads[me] = true;
      return "granted";
    }

    public boolean release(int me) {
      boolean had = has(me);
      reads[me] = false;
      writer = writer == me ? -1 : writer;
      return had;
    }

    private boolean has(int me) {
      return writer == me || reads[me];
    }

    private boolean anyReads() {
      for (boolean read : reads) {
        if (read) {
          return true;
        }
      }
      return false;
    }
  }
}
