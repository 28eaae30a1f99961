package dev.holdfast.server.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.util.List;

/**
 * A child made by {@code posix_spawnp(3)}, which, other than Java's, inherits descriptors. For
 * Linux.
 *
 * <p>Its signals are not blocked; those that this process was started to ignore, it ignores. Java's
 * own reaper waits for children of Java's only, so this one is ours to wait for.
 */
final class NativeChild implements Child {

  private static final Charset CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final int EINTR = 4;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int SETSIGMASK = 8;

  /** More than any C library needs for a {@code sigset_t} or a {@code siginfo_t}. */
  private static final long SIGNAL_BYTES = 256;

  /** More than any C library needs for {@code posix_spawnattr_t}. */
  private static final long ATTRIBUTES_BYTES = 1024;

  private static final long ALIGNMENT = 16;

  private final int pid;
  private boolean reaped;

  private NativeChild(int pid) {
    this.pid = pid;
  }

  static NativeChild start(List<String> command, List<Integer> descriptors) throws IOException {
    try (Arena arena = Arena.ofConfined();
        SpawnActions actions = new SpawnActions(arena)) {
      actions.inheritOnly(descriptors);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, ALIGNMENT);
      SpawnActions.check(Libc.call("posix_spawnattr_init", attributes));
      // Java blocks signals in its threads; the set is zeroed, so it is the empty one.
      MemorySegment none = arena.allocate(SIGNAL_BYTES, ALIGNMENT);
      SpawnActions.check(Libc.call("posix_spawnattr_setsigmask", attributes, none));
      SpawnActions.check(Libc.call("posix_spawnattr_setflags", attributes, SETSIGMASK));
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment words = words(arena, command);
      int error =
          Libc.call(
              "posix_spawnp",
              pid,
              words.getAtIndex(ADDRESS, 0),
              actions.pointer(),
              attributes,
              words,
              Libc.variable("environ").get(ADDRESS, 0));
      if (error != 0) {
        throw new StartException(command.getFirst(), Math.abs(error));
      }
      return new NativeChild(pid.get(JAVA_INT, 0));
    }
  }

  private static MemorySegment words(Arena arena, List<String> command) {
    MemorySegment words = arena.allocate(ADDRESS, command.size() + 1L); // zeroed: the last is NULL
    for (int i = 0; i < command.size(); i++) {
      words.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i), CHARSET));
    }
    return words;
  }

  @Override
  public int waitFor() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment information = arena.allocate(SIGNAL_BYTES, ALIGNMENT);
      // Its number stays its own until it is reaped, and by then nobody signals it any more.
      awaitEnd(information);
      MemorySegment status = arena.allocate(JAVA_INT);
      synchronized (this) {
        reaped = true;
        if (Libc.call("waitpid", pid, status, 0) != pid) {
          throw new IllegalStateException("the exit code of process %d is lost".formatted(pid));
        }
      }
      int value = status.get(JAVA_INT, 0);
      int signal = value & 0x7f;
      return signal == 0 ? value >> 8 & 0xff : 128 + signal;
    }
  }

  private void awaitEnd(MemorySegment information) {
    int result;
    do {
      result = Libc.call("waitid", P_PID, pid, information, WEXITED | WNOWAIT);
    } while (result == -EINTR);
    if (result != 0) {
      throw new IllegalStateException(
          "cannot wait for process %d: error %d".formatted(pid, -result));
    }
  }

  @Override
  public synchronized void signal(int number) {
    if (!reaped) {
      boolean _ = Signal.send(pid, number);
    }
  }
}
