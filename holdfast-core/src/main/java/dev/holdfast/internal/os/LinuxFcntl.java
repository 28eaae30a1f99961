package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * A file of Linux, opened for record locks through the foreign function API.
 *
 * <p>Constants and the layout of {@code struct flock} are those of the 64-bit Linux ABI, which
 * x86_64 and aarch64 share but for {@code O_NOFOLLOW}.
 */
final class LinuxFcntl implements Closeable {

  static final short READ_LOCK = 0;
  static final short WRITE_LOCK = 1;
  static final short UNLOCK = 2;

  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int O_RDWR = 2;

  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;
  private static final int ENOLCK = 37;

  private static final StructLayout FLOCK =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("l_type"),
          JAVA_SHORT.withName("l_whence"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("l_start"),
          JAVA_LONG.withName("l_len"),
          JAVA_INT.withName("l_pid"),
          MemoryLayout.paddingLayout(4));
  private static final long TYPE_OFFSET = offset("l_type");
  private static final long WHENCE_OFFSET = offset("l_whence");
  private static final long PID_OFFSET = offset("l_pid");
  private static final long START_OFFSET = offset("l_start");
  private static final long LENGTH_OFFSET = offset("l_len");

  /** Relative names are looked up in the working directory. */
  private static final int AT_FDCWD = -100;

  private final Path path;
  private final int descriptor;

  // One of each, used under the monitor: to allocate them each time would cost as much as the call.
  private final MemorySegment lock = Arena.ofAuto().allocate(FLOCK);
  private final MemorySegment state = LinuxSystem.newState(Arena.ofAuto());

  private boolean closed;

  private LinuxFcntl(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  static boolean supported() {
    return LinuxSystem.supported();
  }

  private static long offset(String field) {
    return FLOCK.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }

  static LinuxFcntl open(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IOException(path + " is not on the default file system");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = LinuxSystem.newState(arena);
      MemorySegment name = LinuxFileCalls.name(arena, path);
      long flags = O_RDWR | LinuxSystem.O_CLOEXEC | LinuxSystem.O_NOFOLLOW;
      long result;
      do {
        result =
            LinuxSystem.call(state, LinuxSystem.OPENAT, AT_FDCWD, name.address(), flags, 0, 0, 0);
      } while (result < 0 && LinuxSystem.errno(state) == EINTR);
      if (result < 0) {
        throw failure("open", path, LinuxSystem.errno(state));
      }
      return new LinuxFcntl(path, (int) result);
    }
  }

  /**
   * Sets or clears a lock on one byte.
   *
   * @return false if a lock of another open file is in the way
   */
  synchronized boolean setLock(short type, long position) throws IOException {
    fill(type, position);
    while (call(F_OFD_SETLK) < 0) {
      int error = LinuxSystem.errno(state);
      if (error == EAGAIN || error == EACCES) {
        return false;
      }
      if (error != EINTR) {
        throw failure("lock", path, error);
      }
    }
    return true;
  }

  /** Has another open file a lock on this byte that conflicts with one of this type? */
  synchronized boolean wouldConflict(short type, long position) throws IOException {
    fill(type, position);
    while (call(F_OFD_GETLK) < 0) {
      if (LinuxSystem.errno(state) != EINTR) {
        throw failure("query the lock of", path, LinuxSystem.errno(state));
      }
    }
    return lock.get(JAVA_SHORT, TYPE_OFFSET) != UNLOCK;
  }

  /** Asks for one byte; l_whence stays SEEK_SET, and l_pid must be 0, which a query overwrites. */
  private void fill(short type, long position) {
    lock.set(JAVA_SHORT, TYPE_OFFSET, type);
    lock.set(JAVA_SHORT, WHENCE_OFFSET, (short) 0);
    lock.set(JAVA_LONG, START_OFFSET, position);
    lock.set(JAVA_LONG, LENGTH_OFFSET, 1);
    lock.set(JAVA_INT, PID_OFFSET, 0);
  }

  /** The monitor keeps the descriptor from being closed, and its number reused, during the call. */
  private long call(int command) throws IOException {
    if (closed) {
      throw new IOException(path + " is closed");
    }
    return LinuxSystem.call(state, LinuxSystem.FCNTL, descriptor, command, lock.address(), 0, 0, 0);
  }

  private static IOException failure(String operation, Path path, int errno) {
    String reason =
        switch (errno) {
          case ENOLCK -> "the system has no locks to give (ENOLCK)";
          case EINVAL -> "not supported here (EINVAL)";
          default -> "error " + errno;
        };
    return new IOException("cannot %s %s: %s".formatted(operation, path, reason));
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (LinuxSystem.call(state, LinuxSystem.CLOSE, descriptor, 0, 0, 0, 0, 0) < 0
        && LinuxSystem.errno(state) != EINTR) {
      throw failure("close", path, LinuxSystem.errno(state));
    }
  }
}
