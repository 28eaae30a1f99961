package dev.holdfast.internal.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** System calls of Linux that take paths, beyond what the JDK offers. */
final class LinuxFileCalls {
  private LinuxFileCalls() {}

  /** Relative names are looked up in the working directory. */
  static final int AT_FDCWD = -100;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int ERANGE = 34;
  static final int ENOSYS = 38;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  /** The numbers of the calls, which differ between processors. */
  enum Call {
    LSETXATTR(189, 6),
    LGETXATTR(192, 9),
    LLISTXATTR(195, 12),
    OPENAT(257, 56),
    CLOSE(3, 57),
    RENAMEAT2(316, 276),
    SYNCFS(306, 267),
    FSTATFS(138, 44),
    STATX(332, 291),
    READ(0, 63),
    IOCTL(16, 29),
    GETDENTS64(217, 61),
    INOTIFY_INIT1(294, 26),
    INOTIFY_ADD_WATCH(254, 27);

    private final int x86;
    private final int arm;

    Call(int x86, int arm) {
      this.x86 = x86;
      this.arm = arm;
    }

    long number() {
      return ARM ? arm : x86;
    }
  }

  static final boolean ARM =
      System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

  /** How the JDK encodes file names. */
  static final Charset NAME_CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  /** More than any {@code struct statfs} has. */
  private static final int STATFS_BYTES = 256;

  /** Can these calls be made on this path? */
  static boolean supported(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault()) && LinuxSystem.supported();
  }

  /**
   * Does the text of a path name the same file? What is no text in the encoding of the system is
   * decoded to something else. An empty name is the working directory, which the calls do not know.
   */
  static boolean isText(Path path) {
    String text = path.toString();
    try {
      return !text.isEmpty() && (isAscii(text) || path.getFileSystem().getPath(text).equals(path));
    } catch (InvalidPathException e) {
      return false; // what it was decoded to cannot even be encoded
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  static MemorySegment name(Arena arena, Path path) {
    return arena.allocateFrom(path.toString(), NAME_CHARSET);
  }

  /** Makes the call, again if a signal ended it. Returns what it did, or the negative errno. */
  static long call(MemorySegment state, Call call, long a, long b, long c, long d, long e) {
    while (true) {
      long result = LinuxSystem.call(state, call.number(), a, b, c, d, e, 0);
      if (result >= 0) {
        return result;
      }
      int errno = LinuxSystem.errno(state);
      if (errno != EINTR) {
        return -errno;
      }
    }
  }

  /** Opens a directory for reading; the descriptor, which children do not inherit. */
  static int openDirectory(Path directory) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          call(
              LinuxSystem.newState(arena),
              Call.OPENAT,
              AT_FDCWD,
              name(arena, directory).address(),
              LinuxSystem.O_CLOEXEC | LinuxSystem.O_DIRECTORY,
              0,
              0);
      if (result < 0) {
        throw failure("open", directory, (int) -result);
      }
      return (int) result;
    }
  }

  /** Which file system an open file is on: {@code f_type}; 0 if it does not say. */
  static long fileSystemType(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(STATFS_BYTES, Long.BYTES);
      long result =
          call(LinuxSystem.newState(arena), Call.FSTATFS, descriptor, found.address(), 0, 0, 0);
      return result < 0 ? 0 : found.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      long _ = call(LinuxSystem.newState(arena), Call.CLOSE, descriptor, 0, 0, 0, 0);
    }
  }

  /** The exception that the JDK would throw for this error number. */
  static IOException failure(String operation, Path path, int errno) {
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(path.toString());
      case EEXIST -> new FileAlreadyExistsException(path.toString());
      case EACCES -> new AccessDeniedException(path.toString());
      case EPERM -> new FileSystemException(path.toString(), null, "not permitted: " + operation);
      case 5 -> new FileSystemException(path.toString(), null, "Input/output error: " + operation);
      case 18 ->
          new FileSystemException(path.toString(), null, "is on another file system: " + operation);
      case 28 ->
          new FileSystemException(path.toString(), null, "No space left on device: " + operation);
      case 30 ->
          new FileSystemException(path.toString(), null, "Read-only file system: " + operation);
      default ->
          new FileSystemException(
              path.toString(), null, "error %d: %s".formatted(errno, operation));
    };
  }
}
