package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells when other processes end: a process descriptor for each ({@code pidfd_open(2)}), and one
 * thread that sleeps until one of them is readable ({@code epoll(7)}).
 *
 * <p>Linux makes it readable when the last thread of the process is gone, and each thread has
 * closed its files before: the locks of the process are free by then, unless a child inherited the
 * open file.
 *
 * <p>The thread begins with the first watch and lasts until {@link #endIfUnused}; a descriptor
 * lasts as long as somebody watches its process. Descriptors are added while the thread sleeps,
 * which {@code epoll} allows, so to watch wakes nobody.
 */
public final class DeathWatch {

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int MODIFY = 3;
  private static final int NO_EVENT = 0;
  private static final int EPOLLIN = 1;
  private static final int MOST_EVENTS = 16;
  private static final int SIGNAL_SET_BYTES = 8;
  private static final int EPERM = 1;
  private static final int EINTR = 4;
  private static final int ENOSYS = 38;

  /** The number under which the thread is told to end; processes have larger ones. */
  private static final long END = 0;

  /** Guards all that is not final, and is held while somebody is told. */
  private static final Object LOCK = new Object();

  private static @Nullable DeathWatch current;
  private static boolean refused;

  private final MemorySegment state = LinuxSystem.newState(Arena.ofAuto());
  private final MemorySegment event = Arena.ofAuto().allocate(eventBytes(), Long.BYTES);
  private final Map<LinuxProcess, Watched> watched = new HashMap<>();
  private final int epoll;

  /** Always readable, which the thread is told when it shall end. */
  private final int end;

  private final Thread thread =
      Thread.ofPlatform().name("holdfast-deaths").daemon().unstarted(this::run);
  private long lastNumber = END;

  private DeathWatch() throws IOException {
    epoll = open(LinuxSystem.EPOLL_CREATE1, EPOLL_CLOEXEC, 0);
    try {
      end = open(LinuxSystem.EVENTFD2, 1, EFD_CLOEXEC);
      try {
        // Added now and asked for later: to change what is asked for cannot fail.
        control(ADD, end, NO_EVENT, END);
      } catch (IOException e) {
        close(end);
        throw e;
      }
    } catch (IOException e) {
      close(epoll);
      throw e;
    }
  }

  /** A process, with all who watch it. */
  private static final class Watched {
    final LinuxProcess process;
    final long number;
    final int descriptor;
    final Set<Watch> watches = new HashSet<>();

    Watched(LinuxProcess process, long number, int descriptor) {
      this.process = process;
      this.number = number;
      this.descriptor = descriptor;
    }
  }

  /** Somebody's interest in the end of a process. */
  public static final class Watch implements Closeable {
    private final DeathWatch of;
    private final LinuxProcess process;
    private final Runnable whenEnded;
    private boolean ended;

    private Watch(DeathWatch of, LinuxProcess process, Runnable whenEnded) {
      this.of = of;
      this.process = process;
      this.whenEnded = whenEnded;
    }

    /** Was the end of the process told? */
    public boolean hasEnded() {
      synchronized (LOCK) {
        return ended;
      }
    }

    /** Nobody is told from here on, not even by a call that is under way. */
    @Override
    public void close() {
      synchronized (LOCK) {
        of.forget(this);
      }
    }
  }

  /**
   * Watches a process that lived when it was last looked at. Whoever relies on it must look once
   * more whether it lives: if it does, its end will be told.
   *
   * @param whenEnded called once, by the thread of the watch, which it must not block; perhaps
   *     before this returns
   * @return null if that is not possible: no such call on this system, another pid namespace, no
   *     descriptor left, or the process is gone
   */
  public static @Nullable Watch watch(LinuxProcess process, Runnable whenEnded) {
    if (!process.isInOurNamespace()) { // and so we are on Linux, with native access
      return null;
    }
    synchronized (LOCK) {
      if (refused) {
        return null;
      }
      try {
        if (current == null) {
          current = new DeathWatch();
          current.thread.start();
        }
        return current.add(process, whenEnded);
      } catch (IOException e) {
        return null; // of descriptors there may be more later
      }
    }
  }

  /** Ends the thread if nobody is watched, and waits for its end. The next watch starts another. */
  public static void endIfUnused() {
    DeathWatch ending;
    synchronized (LOCK) {
      ending = current;
      if (ending == null || !ending.watched.isEmpty()) {
        return;
      }
      current = null;
      ending.change(MODIFY, ending.end, EPOLLIN, END);
    }
    boolean interrupted = false;
    while (ending.thread.isAlive()) {
      try {
        ending.thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Watch add(LinuxProcess process, Runnable whenEnded) throws IOException {
    Watched found = watched.get(process);
    if (found == null) {
      found = new Watched(process, ++lastNumber, openProcess(process));
      try {
        control(ADD, found.descriptor, EPOLLIN, found.number);
      } catch (IOException e) {
        close(found.descriptor);
        throw e;
      }
      watched.put(process, found);
    }
    Watch watch = new Watch(this, process, whenEnded);
    found.watches.add(watch);
    return watch;
  }

  private int openProcess(LinuxProcess process) throws IOException {
    int descriptor = open(LinuxSystem.PIDFD_OPEN, process.pid(), 0);
    // If the number is still that of the process, it was so when it was opened.
    if (!process.hasItsNumber()) {
      close(descriptor);
      throw new IOException("process " + process.pid() + " has ended");
    }
    return descriptor;
  }

  private void forget(Watch watch) {
    Watched of = watched.get(watch.process);
    if (of != null && of.watches.remove(watch) && of.watches.isEmpty()) {
      drop(of);
    }
  }

  private void drop(Watched gone) {
    watched.remove(gone.process);
    // Not left to close: a child that is just being started may have a copy of the descriptor.
    change(DELETE, gone.descriptor, NO_EVENT, gone.number);
    close(gone.descriptor);
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ownState = LinuxSystem.newState(arena);
      MemorySegment events = arena.allocate(MOST_EVENTS * eventBytes(), Long.BYTES);
      boolean ended = false;
      while (!ended) {
        long count =
            LinuxSystem.call(
                ownState,
                LinuxSystem.EPOLL_PWAIT,
                epoll,
                events.address(),
                MOST_EVENTS,
                -1,
                0,
                SIGNAL_SET_BYTES);
        if (count < 0 && LinuxSystem.errno(ownState) != EINTR) {
          giveUp();
          ended = true;
        }
        for (int i = 0; i < count; i++) {
          long number =
              events.get(JAVA_LONG_UNALIGNED, i * eventBytes() + LinuxSystem.EPOLL_DATA_AT);
          ended |= number == END;
          tellEndOf(number);
        }
      }
    }
    synchronized (LOCK) {
      close(end);
      close(epoll);
    }
  }

  private void tellEndOf(long number) {
    synchronized (LOCK) {
      for (Watched each : List.copyOf(watched.values())) {
        if (each.number == number) {
          tellEndOf(each);
        }
      }
    }
  }

  /** Guarded by {@link #LOCK}. */
  private void tellEndOf(Watched gone) {
    drop(gone);
    for (Watch watch : gone.watches) {
      watch.ended = true;
      watch.whenEnded.run();
    }
  }

  /** The system does not let us wait: nobody shall rely on it. */
  private void giveUp() {
    synchronized (LOCK) {
      refused = true;
      current = current == this ? null : current;
      List.copyOf(watched.values()).forEach(this::tellEndOf);
    }
  }

  private static long eventBytes() {
    return LinuxSystem.EPOLL_DATA_AT + Long.BYTES;
  }

  private void control(int operation, int descriptor, int events, long number) throws IOException {
    if (change(operation, descriptor, events, number) < 0) {
      throw failed("epoll_ctl");
    }
  }

  private long change(int operation, int descriptor, int events, long number) {
    event.set(JAVA_INT, 0, events);
    event.set(JAVA_LONG_UNALIGNED, LinuxSystem.EPOLL_DATA_AT, number);
    return LinuxSystem.call(
        state, LinuxSystem.EPOLL_CTL, epoll, operation, descriptor, event.address(), 0, 0);
  }

  private int open(long call, long first, long second) throws IOException {
    long descriptor = LinuxSystem.call(state, call, first, second, 0, 0, 0, 0);
    if (descriptor < 0) {
      throw failed("system call " + call);
    }
    return (int) descriptor;
  }

  private IOException failed(String what) {
    int error = LinuxSystem.errno(state);
    // A filter of system calls says EPERM, and an old kernel ENOSYS: they will not change.
    refused |= error == ENOSYS || error == EPERM;
    return new IOException("%s: error %d".formatted(what, error));
  }

  private void close(int descriptor) {
    LinuxSystem.call(state, LinuxSystem.CLOSE, descriptor, 0, 0, 0, 0, 0);
  }
}
