package dev.holdfast.internal.os;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a name, links not followed: all that a replace needs to know of it, by one look.
 * The JDK tells the numbers of owner and group only through a map of names, which costs several
 * times the look itself, and their names only by reading the system's files of users and groups.
 *
 * @param mode type and permissions, as {@code st_mode} of {@code stat(2)} has them; where the file
 *     system has no permissions, those of a file for its owner only
 * @param user the number of its owner, or {@link #UNKNOWN}
 * @param group the number of its group, or {@link #UNKNOWN}
 */
public record FileNode(int mode, int user, int group) {

  /** Where the file system has no numbers of owners. */
  public static final int UNKNOWN = -1;

  private static final int TYPE = 0xF000;
  private static final int REGULAR = 0x8000;
  private static final int DIRECTORY = 0x4000;
  private static final int LINK = 0xA000;
  private static final int PERMISSIONS = 0777;
  private static final int OWNER_ONLY = 0600;

  /**
   * What stands there, or null if nothing does.
   *
   * @throws IOException if that cannot be seen
   */
  public static @Nullable FileNode at(Path path) throws IOException {
    LinuxStat stat = LinuxStat.of(path, false);
    if (stat != null) {
      return new FileNode(stat.mode(), stat.user(), stat.group());
    }
    try {
      return path.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? ofUnix(path)
          : ofBasic(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static FileNode ofUnix(Path path) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new FileNode(number(found, "mode"), number(found, "uid"), number(found, "gid"));
  }

  private static int number(Map<String, Object> found, String name) {
    return (Integer) requireNonNull(found.get(name), name);
  }

  private static FileNode ofBasic(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int type =
        found.isRegularFile()
            ? REGULAR
            : found.isDirectory() ? DIRECTORY : found.isSymbolicLink() ? LINK : 0;
    return new FileNode(type | OWNER_ONLY, UNKNOWN, UNKNOWN);
  }

  /** Is it a regular file? */
  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  /** Is it a directory? */
  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** Is it a symbolic link? */
  public boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  /** May its owner read and write it, and nobody do anything else? */
  boolean isOwnerOnly() {
    return (mode & PERMISSIONS) == OWNER_ONLY;
  }

  /** Who may do what with it. */
  Set<PosixFilePermission> permissions() {
    Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission each : PosixFilePermission.values()) {
      if ((mode & bit(each)) != 0) {
        all.add(each);
      }
    }
    return all;
  }

  private static int bit(PosixFilePermission permission) {
    return switch (permission) {
      case OWNER_READ -> 0400;
      case OWNER_WRITE -> 0200;
      case OWNER_EXECUTE -> 0100;
      case GROUP_READ -> 0040;
      case GROUP_WRITE -> 0020;
      case GROUP_EXECUTE -> 0010;
      case OTHERS_READ -> 0004;
      case OTHERS_WRITE -> 0002;
      case OTHERS_EXECUTE -> 0001;
    };
  }
}
