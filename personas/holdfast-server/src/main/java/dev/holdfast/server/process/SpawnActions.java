package dev.holdfast.server.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a child does with its descriptors before it begins: {@code posix_spawn_file_actions_t}. */
final class SpawnActions implements AutoCloseable {

  /** More than any C library needs. */
  private static final long BYTES = 1024;

  private static final long ALIGNMENT = 16;
  private static final int FIRST_AFTER_STANDARD = 3;

  /** Shell scripts name descriptors of one digit; what they inherit must not be in the way. */
  private static final int FIRST_OF_TWO_DIGITS = 10;

  private static final String CLOSE_FROM = "posix_spawn_file_actions_addclosefrom_np";

  private final MemorySegment actions;

  SpawnActions(Arena arena) throws IOException {
    actions = arena.allocate(BYTES, ALIGNMENT);
    check(Libc.call("posix_spawn_file_actions_init", actions));
  }

  MemorySegment pointer() {
    return actions;
  }

  /**
   * Lets the child have these descriptors, under other numbers, and the standard streams; nothing
   * else.
   */
  void inheritOnly(List<Integer> descriptors) throws IOException {
    int highest = descriptors.stream().mapToInt(Integer::intValue).max().orElse(0);
    int first = Math.max(FIRST_OF_TWO_DIGITS, highest + 1);
    int next = first;
    for (int descriptor : descriptors) {
      // A copy is not closed when the child begins, whatever its original is.
      check(Libc.call("posix_spawn_file_actions_adddup2", actions, descriptor, next));
      next++;
    }
    for (int other = FIRST_AFTER_STANDARD; other < first; other++) {
      close(other);
    }
    if (Libc.has(CLOSE_FROM)) {
      check(Libc.call(CLOSE_FROM, actions, next));
    } else {
      closeKnownFrom(next);
    }
  }

  /** Where the library cannot close all: those that are open now. */
  private void closeKnownFrom(int first) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path each : (Iterable<Path>) open::iterator) {
        int number = Integer.parseInt(String.valueOf(each.getFileName()));
        if (number >= first) {
          close(number);
        }
      }
    }
  }

  /** No harm if it is not open. */
  private void close(int descriptor) throws IOException {
    check(Libc.call("posix_spawn_file_actions_addclose", actions, descriptor));
  }

  @Override
  public void close() {
    int _ = Libc.call("posix_spawn_file_actions_destroy", actions);
  }

  static void check(int error) throws IOException {
    if (error != 0) {
      throw new IOException("the system refuses to prepare a process: error " + Math.abs(error));
    }
  }
}
