package dev.holdfast.internal.os;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a walk through a tree wants of a directory: those in it, and the entries of some kind of
 * name. Linux tells the type of an entry with its name ({@code getdents64(2)}), so that the others,
 * which are most, need no look; the JDK does not pass it on.
 *
 * @param directories in it, links not followed
 * @param marked entries of any type whose name begins as was asked for
 */
public record DirectoryEntries(List<Path> directories, List<Path> marked) {

  private static final int BUFFER_BYTES = 32_768;
  private static final int ENOTDIR = 20;

  // struct linux_dirent64
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;

  private static final int DT_UNKNOWN = 0;
  private static final int DT_DIR = 4;

  /**
   * Lists a directory.
   *
   * @param prefix in ASCII
   * @throws NotDirectoryException if it is none
   */
  public static DirectoryEntries of(Path directory, String prefix) throws IOException {
    if (LinuxFileCalls.supported(directory) && LinuxFileCalls.isText(directory)) {
      DirectoryEntries found = new DirectoryEntries(new ArrayList<>(), new ArrayList<>());
      if (found.read(directory, prefix.getBytes(StandardCharsets.US_ASCII))) {
        return found;
      }
    }
    return ofPortably(directory, prefix);
  }

  static DirectoryEntries ofPortably(Path directory, String prefix) throws IOException {
    DirectoryEntries found = new DirectoryEntries(new ArrayList<>(), new ArrayList<>());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (String.valueOf(entry.getFileName()).startsWith(prefix)) {
          found.marked.add(entry);
        }
        found.addIfDirectory(entry);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private void addIfDirectory(Path entry) throws IOException {
    FileNode node = FileNode.at(entry);
    if (node != null && node.isDirectory()) {
      directories.add(entry);
    }
  }

  /** Returns false if there is a name that only the JDK can tell. */
  private boolean read(Path directory, byte[] prefix) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = LinuxSystem.newState(arena);
      long descriptor =
          LinuxFileCalls.call(
              state,
              Call.OPENAT,
              LinuxFileCalls.AT_FDCWD,
              LinuxFileCalls.name(arena, directory).address(),
              LinuxSystem.O_CLOEXEC | LinuxSystem.O_NOFOLLOW | LinuxSystem.O_DIRECTORY,
              0,
              0);
      if (descriptor < 0) {
        throw failure(directory, (int) -descriptor);
      }
      try {
        MemorySegment memory = arena.allocate(BUFFER_BYTES, Long.BYTES);
        ByteBuffer entries = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        while (true) {
          long length =
              LinuxFileCalls.call(
                  state, Call.GETDENTS64, descriptor, memory.address(), BUFFER_BYTES, 0, 0);
          if (length < 0) {
            throw failure(directory, (int) -length);
          }
          if (length == 0) {
            return true;
          }
          for (int at = 0;
              at < length;
              at += Short.toUnsignedInt(entries.getShort(at + LENGTH_AT))) {
            if (!add(directory, entries, at, prefix)) {
              return false;
            }
          }
        }
      } finally {
        LinuxFileCalls.close((int) descriptor);
      }
    }
  }

  private boolean add(Path directory, ByteBuffer entries, int at, byte[] prefix)
      throws IOException {
    int type = entries.get(at + TYPE_AT);
    boolean mayBeDirectory = type == DT_DIR || type == DT_UNKNOWN;
    boolean isMarked = startsWith(entries, at + NAME_AT, prefix);
    if (!mayBeDirectory && !isMarked) {
      return true;
    }
    String name = name(entries, at + NAME_AT);
    if (name == null) {
      return false;
    }
    if (name.equals(".") || name.equals("..")) {
      return true;
    }
    Path entry = directory.resolve(name);
    if (isMarked) {
      marked.add(entry);
    }
    if (type == DT_DIR) {
      directories.add(entry);
    } else if (mayBeDirectory) {
      addIfDirectory(entry);
    }
    return true;
  }

  private static boolean startsWith(ByteBuffer entries, int at, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (entries.get(at + i) != prefix[i]) {
        return false; // also at the zero, which ends a name that is shorter
      }
    }
    return true;
  }

  /** Null if it is not in ASCII. */
  private static @Nullable String name(ByteBuffer entries, int at) {
    StringBuilder name = new StringBuilder();
    for (int i = at; entries.get(i) != 0; i++) {
      if (entries.get(i) < 0) {
        return null;
      }
      name.append((char) entries.get(i));
    }
    return name.toString();
  }

  private static IOException failure(Path directory, int errno) {
    return errno == ENOTDIR
        ? new NotDirectoryException(directory.toString())
        : LinuxFileCalls.failure("list", directory, errno);
  }
}
