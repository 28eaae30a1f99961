package dev.holdfast.lock;

import dev.holdfast.event.LockEvent;
import dev.holdfast.event.LockListener;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The listeners of a manager. While there are none, asking for them is all it costs. */
final class Listeners {

  private static final Entry[] NONE = {};

  /** Never changed in place. Written under the monitor. */
  private volatile Entry[] entries = NONE;

  private static final class Entry implements LockListener.Registration {
    final LockListener listener;
    final Listeners owner;
    final AtomicBoolean failed = new AtomicBoolean();

    Entry(LockListener listener, Listeners owner) {
      this.listener = listener;
      this.owner = owner;
    }

    void tell(LockEvent event) {
      try {
        listener.on(event);
      } catch (Throwable e) { // whatever it is, the lock must be granted and released
        if (failed.compareAndSet(false, true)) {
          log(event, e);
        }
      }
    }

    private void log(LockEvent event, @Nullable Throwable thrown) {
      try {
        System.getLogger("dev.holdfast.event")
            .log(
                Level.WARNING,
                "the lock listener %s failed at %s; the lock is not affected, and further failures"
                        .formatted(listener.getClass().getName(), event)
                    + " of this listener are not logged",
                thrown);
      } catch (RuntimeException e) {
        // A logger that fails is no reason to fail either, and there is nobody left to tell.
      }
    }

    @Override
    public void close() {
      owner.remove(this);
    }
  }

  synchronized LockListener.Registration add(LockListener listener) {
    Entry[] more = Arrays.copyOf(entries, entries.length + 1);
    Entry entry = new Entry(listener, this);
    more[entries.length] = entry;
    entries = more;
    return entry;
  }

  private synchronized void remove(Entry entry) {
    entries = Arrays.stream(entries).filter(other -> other != entry).toArray(Entry[]::new);
  }

  /** Ask before an event is made. */
  boolean isEmpty() {
    return entries.length == 0;
  }

  /** The caller holds no monitor of a lock. */
  void tell(LockEvent event) {
    for (Entry entry : entries) {
      entry.tell(event);
    }
  }
}
