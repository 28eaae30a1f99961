package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.DeathWatch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rings for a wish of this process when a process ends that is in its way, so that its waiter need
 * not look for the dead. See decision 0008.
 *
 * <p>In the way of a wish are those who hold the resource in a mode that it does not go with, and
 * those who wait for it in such a mode with a lower ticket. All are watched, not the nearest alone:
 * whoever stands between may leave at any time.
 *
 * <p>Used by the waiter alone.
 */
public final class DeathBell {

  /** What a look found. */
  public enum Cover {
    /**
     * More processes are watched than before. One may have died just before that: attempt again.
     */
    MORE,
    /** All who are in the way are watched, and all of them ring when they leave. */
    WHOLE,
    /** Nobody knows who is in the way, or it is somebody who cannot be watched or cannot ring. */
    PART
  }

  private final RecordTable records;
  private final ProcessTable processes;
  private final Bells bells;
  private final long key;
  private final int place;
  private final long ticket;
  private final boolean shared;

  /** By incarnation. A watch that has ended stays, so that its process is not watched again. */
  private final Map<Long, DeathWatch.Watch> watches = new HashMap<>();

  DeathBell(
      RecordTable records,
      ProcessTable processes,
      Bells bells,
      long key,
      int place,
      long ticket,
      boolean shared) {
    this.records = records;
    this.processes = processes;
    this.bells = bells;
    this.key = key;
    this.place = place;
    this.ticket = ticket;
    this.shared = shared;
  }

  /** Watches all who are in the way by now; to be called after an attempt that was refused. */
  public Cover look() throws IOException {
    boolean anybody = false;
    boolean more = false;
    boolean whole = true;
    for (Standing other : records.standings(key)) {
      // Asked after its watch began, so that this is a watch of no other process.
      if (!isInTheWay(other) || !processes.lives(other.slot(), other.incarnation())) {
        continue;
      }
      anybody = true;
      DeathWatch.Watch watch = watches.get(other.incarnation());
      if (watch == null) {
        boolean added = watch(other);
        more |= added;
        whole &= added;
      } else if (watch.hasEnded()) {
        whole = false; // a child has inherited its locks
      }
    }
    if (more) {
      return Cover.MORE;
    }
    return anybody && whole ? Cover.WHOLE : Cover.PART;
  }

  private boolean isInTheWay(Standing other) {
    boolean goTogether = shared && other.isShared();
    return !goTogether && (other.isHold() || other.ticket() < ticket);
  }

  private boolean watch(Standing other) {
    DeathWatch.@Nullable Watch watch =
        DeathWatch.watch(processes.processOf(other.slot()), () -> bells.ringOwn(place));
    if (watch == null) {
      return false;
    }
    watches.put(other.incarnation(), watch);
    return true;
  }

  /** Watches no more; the bell is not rung by this after the return. */
  public void end() {
    watches.values().forEach(DeathWatch.Watch::close);
    watches.clear();
  }
}
