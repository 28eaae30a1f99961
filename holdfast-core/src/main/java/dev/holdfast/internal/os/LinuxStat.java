package dev.holdfast.internal.os;

import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code statx(2)} tells of a file. The JDK tells the time of the last change of
 * attributes only through a map of names, which costs several times the call itself.
 *
 * @param mode type and permissions
 * @param user the number of its owner
 * @param group the number of its group
 * @param device the number of its file system, as the JDK's attribute {@code unix:dev}
 * @param inode its number there
 * @param size in bytes
 * @param modified when the content changed
 * @param changed when content or attributes changed
 * @param soleName has the file this one name only, and does nothing cover it that was mounted
 *     there? false where the system does not tell
 * @param mount the number of the mount through which the path leads to it, or {@link #UNKNOWN}
 */
public record LinuxStat(
    int mode,
    int user,
    int group,
    long device,
    long inode,
    long size,
    Instant modified,
    Instant changed,
    boolean soleName,
    long mount) {

  /** Where the system does not tell. */
  public static final long UNKNOWN = -1;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** Type, mode, number of links, uid, gid, mtime, ctime, inode and size. */
  private static final int WANTED = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x40 | 0x80 | 0x100 | 0x200;

  /** The attribute of what is mounted at the path; since Linux 5.8. */
  private static final long MOUNT_ROOT = 0x2000;

  /** Asks for the number of the mount; since Linux 5.8. */
  private static final int MOUNT = 0x1000;

  private static final int TYPE_BITS = 0xF000;
  private static final int REGULAR = 0x8000;

  // struct statx
  private static final int MASK_AT = 0;
  private static final int ATTRIBUTES_AT = 8;
  private static final int LINKS_AT = 16;
  private static final int USER_AT = 20;
  private static final int GROUP_AT = 24;
  private static final int MODE_AT = 28;
  private static final int INODE_AT = 32;
  private static final int SIZE_AT = 40;
  private static final int KNOWN_ATTRIBUTES_AT = 56;
  private static final int CHANGED_AT = 96;
  private static final int MODIFIED_AT = 112;
  private static final int MAJOR_AT = 136;
  private static final int MINOR_AT = 140;
  private static final int MOUNT_AT = 144;

  /**
   * Looks at a file. Null if the call cannot be made or fails, or does not tell everything: the JDK
   * is to be asked then, which also knows the right exception.
   *
   * @param followLinks look at what a link leads to?
   */
  public static @Nullable LinuxStat of(Path path, boolean followLinks) {
    if (!LinuxFileCalls.supported(path) || !LinuxFileCalls.isText(path)) {
      return null;
    }
    try (CallMemory memory = CallMemory.take()) {
      long result =
          LinuxFileCalls.call(
              memory.state(),
              Call.STATX,
              LinuxFileCalls.AT_FDCWD,
              memory.name(path),
              followLinks ? 0 : AT_SYMLINK_NOFOLLOW,
              WANTED | MOUNT,
              memory.answerAddress());
      ByteBuffer found = memory.answer();
      return result == 0 && (found.getInt(MASK_AT) & WANTED) == WANTED ? read(found) : null;
    } catch (IOException e) {
      return null; // a name that is too long
    }
  }

  private static LinuxStat read(ByteBuffer found) {
    return new LinuxStat(
        Short.toUnsignedInt(found.getShort(MODE_AT)),
        found.getInt(USER_AT),
        found.getInt(GROUP_AT),
        device(found.getInt(MAJOR_AT), found.getInt(MINOR_AT)),
        found.getLong(INODE_AT),
        found.getLong(SIZE_AT),
        instant(found, MODIFIED_AT),
        instant(found, CHANGED_AT),
        found.getInt(LINKS_AT) == 1
            && (found.getLong(KNOWN_ATTRIBUTES_AT) & MOUNT_ROOT) != 0
            && (found.getLong(ATTRIBUTES_AT) & MOUNT_ROOT) == 0,
        (found.getInt(MASK_AT) & MOUNT) != 0 ? found.getLong(MOUNT_AT) : UNKNOWN);
  }

  /** Is it a regular file? */
  public boolean isRegular() {
    return (mode & TYPE_BITS) == REGULAR;
  }

  /** As {@code makedev(3)} puts the halves together. */
  private static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return (low & 0xFF) | (high & 0xFFF) << 8 | (low & ~0xFFL) << 12 | (high & ~0xFFFL) << 32;
  }

  private static Instant instant(ByteBuffer found, int at) {
    return Instant.ofEpochSecond(found.getLong(at), found.getInt(at + Long.BYTES));
  }
}
