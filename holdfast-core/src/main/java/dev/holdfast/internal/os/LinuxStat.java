package dev.holdfast.internal.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code statx(2)} tells of a file. The JDK tells the time of the last change of
 * attributes only through a map of names, which costs several times the call itself.
 *
 * @param regular is it a regular file?
 * @param device the number of its file system, as the JDK's attribute {@code unix:dev}
 * @param inode its number there
 * @param size in bytes
 * @param modified when the content changed
 * @param changed when content or attributes changed
 * @param soleName has the file this one name only, and does nothing cover it that was mounted
 *     there? false where the system does not tell
 */
public record LinuxStat(
    boolean regular,
    long device,
    long inode,
    long size,
    Instant modified,
    Instant changed,
    boolean soleName) {

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** Type, number of links, mtime, ctime, inode and size. */
  private static final int WANTED = 0x1 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200;

  /** The attribute of what is mounted at the path; since Linux 5.8. */
  private static final long MOUNT_ROOT = 0x2000;

  private static final int TYPE_BITS = 0xF000;
  private static final int REGULAR = 0x8000;

  // struct statx
  private static final long STRUCT_BYTES = 256;
  private static final long MASK_AT = 0;
  private static final long ATTRIBUTES_AT = 8;
  private static final long LINKS_AT = 16;
  private static final long MODE_AT = 28;
  private static final long INODE_AT = 32;
  private static final long SIZE_AT = 40;
  private static final long KNOWN_ATTRIBUTES_AT = 56;
  private static final long CHANGED_AT = 96;
  private static final long MODIFIED_AT = 112;
  private static final long MAJOR_AT = 136;
  private static final long MINOR_AT = 140;

  /**
   * Looks at a file. Null if the call cannot be made or fails, or does not tell everything: the JDK
   * is to be asked then, which also knows the right exception.
   *
   * @param followLinks look at what a link leads to?
   */
  public static @Nullable LinuxStat of(Path path, boolean followLinks) {
    if (!LinuxFileCalls.supported(path)) {
      return null;
    }
    String name = path.toString();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(STRUCT_BYTES + name.length() + 1, Long.BYTES);
      if (!putAscii(name, found)) {
        return null;
      }
      long result =
          LinuxFileCalls.call(
              LinuxSystem.newState(arena),
              Call.STATX,
              LinuxFileCalls.AT_FDCWD,
              found.address() + STRUCT_BYTES,
              followLinks ? 0 : AT_SYMLINK_NOFOLLOW,
              WANTED,
              found.address());
      return result == 0 && (found.get(JAVA_INT, MASK_AT) & WANTED) == WANTED ? read(found) : null;
    }
  }

  /**
   * Writes a name behind the struct. Not one of other characters: how the JDK encodes them need not
   * be how they were decoded, and another file could be meant. An empty one is the working
   * directory, which the call does not know.
   */
  private static boolean putAscii(String name, MemorySegment memory) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == 0 || c > 127) {
        return false;
      }
      memory.set(JAVA_BYTE, STRUCT_BYTES + i, (byte) c);
    }
    return !name.isEmpty();
  }

  private static LinuxStat read(MemorySegment found) {
    return new LinuxStat(
        (found.get(JAVA_SHORT, MODE_AT) & TYPE_BITS) == REGULAR,
        device(found.get(JAVA_INT, MAJOR_AT), found.get(JAVA_INT, MINOR_AT)),
        found.get(JAVA_LONG, INODE_AT),
        found.get(JAVA_LONG, SIZE_AT),
        instant(found, MODIFIED_AT),
        instant(found, CHANGED_AT),
        found.get(JAVA_INT, LINKS_AT) == 1
            && (found.get(JAVA_LONG, KNOWN_ATTRIBUTES_AT) & MOUNT_ROOT) != 0
            && (found.get(JAVA_LONG, ATTRIBUTES_AT) & MOUNT_ROOT) == 0);
  }

  /** As {@code makedev(3)} puts the halves together. */
  private static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (low & 0xFF) | (high & 0xFFF) << 8 | (low & ~0xFFL) << 12 | (high & ~0xFFFL) << 32;
  }

  private static Instant instant(MemorySegment found, long at) {
    return Instant.ofEpochSecond(found.get(JAVA_LONG, at), found.get(JAVA_INT, at + Long.BYTES));
  }
}
