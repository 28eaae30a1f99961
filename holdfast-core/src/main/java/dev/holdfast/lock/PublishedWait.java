package dev.holdfast.lock;

import dev.holdfast.internal.domain.Circles;
import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wait that other processes see, and the search for circles that it is part of.
 *
 * <p>All who wait in a circle find the same one; the wait with the highest ticket, which closed it,
 * gives way, and the others go on waiting.
 */
final class PublishedWait implements OuterLock.ShownWait {

  /** Far enough apart that both looks together cost nothing, and that most waits end before. */
  private static final long BETWEEN_LOOKS_NANOS = 30_000_000;

  private final DomainFile file;
  private final long ticket;
  private final int place;

  private long lookedNanos = System.nanoTime();

  /** What the last look found; believed when the next one finds the same. */
  private @Nullable List<Circles.Edge> suspected;

  PublishedWait(DomainFile file, long key, LockRecord record) {
    this.file = file;
    this.ticket = record.ticket();
    this.place = file.publish(key, record);
  }

  @Override
  public void look() {
    long now = System.nanoTime();
    if (place < 0 || now - lookedNanos < BETWEEN_LOOKS_NANOS) {
      return;
    }
    lookedNanos = now;
    List<Circles.Edge> found = circle();
    if (found != null && found.equals(suspected) && givesWay(found)) {
      throw DeadlockException.over(found);
    }
    suspected = found;
  }

  private @Nullable List<Circles.Edge> circle() {
    try {
      return Circles.through(ticket, file.all());
    } catch (IOException e) {
      return null; // the wait itself will tell of it
    }
  }

  private boolean givesWay(List<Circles.Edge> circle) {
    return circle.stream().allMatch(edge -> edge.waiting().content().ticket() <= ticket);
  }

  @Override
  public void end() {
    file.withdraw(place);
  }
}
