package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a directory as the kernel tells them: {@code inotify(7)} of Linux.
 *
 * <p>A system call that changes a file queues its event before it returns. So whoever reads the
 * queue knows of all changes that were complete by then; that needs no thread and no waiting.
 *
 * <p>Each event counts: a write in place queues {@code MODIFY}, and where it does not (asynchronous
 * I/O, mapped memory, {@code splice} of older kernels) {@code CLOSE_WRITE} comes with the end of
 * the last descriptor and mapping.
 */
public final class Inotify implements Closeable {

  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;

  private static final int ATTRIB = 0x4;
  private static final int MODIFY = 0x2;
  private static final int CLOSE_WRITE = 0x8;
  private static final int MOVED_FROM = 0x40;
  private static final int MOVED_TO = 0x80;
  private static final int CREATE = 0x100;
  private static final int DELETE = 0x200;
  private static final int DELETE_SELF = 0x400;
  private static final int MOVE_SELF = 0x800;
  private static final int ONLYDIR = 0x1000000;
  private static final int WANTED =
      MODIFY
          | ATTRIB
          | CLOSE_WRITE
          | MOVED_FROM
          | MOVED_TO
          | CREATE
          | DELETE
          | DELETE_SELF
          | MOVE_SELF
          | ONLYDIR;

  /**
   * File systems that nobody changes but through this kernel. Not overlays, whose layers change
   * without them, nor FUSE and network file systems.
   */
  private static final Set<Long> LOCAL =
      Set.of(
          FileSystemType.EXT4,
          FileSystemType.XFS,
          FileSystemType.BTRFS,
          FileSystemType.TMPFS,
          FileSystemType.F2FS);

  private static final long FS_IOC_GETFLAGS = 0x80086601L;

  /** The flag of a directory where case does not count: an event may have a name in any case. */
  private static final int CASEFOLD = 0x40000000;

  // struct inotify_event
  private static final long LENGTH_AT = 12;
  private static final long NAME_AT = 16;

  private static final int BUFFER_BYTES = 65_536;
  private static final int MOST_EVENT_BYTES = (int) NAME_AT + 256;

  // One of each, used under the monitor.
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES, Long.BYTES);
  private final MemorySegment state = LinuxSystem.newState(Arena.ofAuto());
  private final int descriptor;
  private boolean closed;

  private Inotify(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Begins to watch a directory. Null if it cannot be watched: no such system, native access is
   * denied, a file system that others may change, no instance or watch left, no such directory.
   */
  public static @Nullable Inotify watch(Path directory) {
    if (!LinuxFileCalls.supported(directory) || !tellsEverything(directory)) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = LinuxSystem.newState(arena);
      long opened = LinuxFileCalls.call(state, Call.INOTIFY_INIT1, NONBLOCK | CLOEXEC, 0, 0, 0, 0);
      if (opened < 0) {
        return null;
      }
      Inotify watch = new Inotify((int) opened);
      long added =
          LinuxFileCalls.call(
              state,
              Call.INOTIFY_ADD_WATCH,
              opened,
              LinuxFileCalls.name(arena, directory).address(),
              WANTED,
              0,
              0);
      if (added < 0) {
        watch.close();
        return null;
      }
      return watch;
    }
  }

  private static boolean tellsEverything(Path directory) {
    try {
      int open = LinuxFileCalls.openDirectory(directory);
      try {
        return LOCAL.contains(LinuxFileCalls.fileSystemType(open)) && !ignoresCase(open);
      } finally {
        LinuxFileCalls.close(open);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean ignoresCase(int directory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment flags = arena.allocate(Long.BYTES, Long.BYTES);
      long result =
          LinuxFileCalls.call(
              LinuxSystem.newState(arena),
              Call.IOCTL,
              directory,
              FS_IOC_GETFLAGS,
              flags.address(),
              0,
              0);
      return result == 0 && (flags.get(JAVA_INT, 0) & CASEFOLD) != 0;
    }
  }

  /**
   * Adds the names of all entries that changed since the last call.
   *
   * @return false if others may have changed as well, and the watch is of no more use: there were
   *     too many changes, one of a name that this JVM cannot decode, one of the directory itself
   */
  public synchronized boolean drain(Set<String> names) {
    if (closed) {
      return false;
    }
    boolean all = true;
    long read;
    do {
      read =
          LinuxFileCalls.call(state, Call.READ, descriptor, buffer.address(), BUFFER_BYTES, 0, 0);
      if (read < 0) {
        return all && read == -LinuxFileCalls.EAGAIN;
      }
      for (long at = 0; at < read; at += NAME_AT + buffer.get(JAVA_INT, at + LENGTH_AT)) {
        all &= addName(at, names);
      }
      // One that had room for another event has emptied the queue.
    } while (read > BUFFER_BYTES - MOST_EVENT_BYTES);
    return all;
  }

  /** Events without a name are those of the directory itself, of the queue and of the watch. */
  private boolean addName(long at, Set<String> names) {
    int length = buffer.get(JAVA_INT, at + LENGTH_AT);
    if (length == 0) {
      return false;
    }
    byte[] bytes = buffer.asSlice(at + NAME_AT, length).toArray(ValueLayout.JAVA_BYTE);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    try {
      names.add(
          LinuxFileCalls.NAME_CHARSET
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, 0, end))
              .toString());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LinuxFileCalls.close(descriptor);
    }
  }
}
