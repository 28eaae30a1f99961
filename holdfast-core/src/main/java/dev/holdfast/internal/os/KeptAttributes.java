package dev.holdfast.internal.os;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that a new content gets before it takes its place: those of the file that it
 * replaces, or the mode of a new file. They are set on the temporary file, so that there is no
 * moment in which the content can be read by somebody who may not.
 */
public final class KeptAttributes {

  private static final Set<PosixFilePermission> TEMPORARY =
      PosixFilePermissions.fromString("rw-------");

  private final @Nullable PosixFileAttributes replaced;
  private final @Nullable OwnerNumbers owner;
  private final Map<String, byte[]> extended;
  private final Set<PosixFilePermission> mode;
  private final boolean strict;

  private KeptAttributes(
      @Nullable PosixFileAttributes replaced,
      @Nullable OwnerNumbers owner,
      Map<String, byte[]> extended,
      Set<PosixFilePermission> mode,
      boolean strict) {
    this.replaced = replaced;
    this.owner = owner;
    this.extended = extended;
    this.mode = mode;
    this.strict = strict;
  }

  /** Those of a file that did not exist. */
  public static KeptAttributes ofNew(Set<PosixFilePermission> mode) {
    return new KeptAttributes(null, null, Map.of(), mode, false);
  }

  /**
   * Those of the file that stands at {@code target}.
   *
   * @param strict is it an error if one cannot be set?
   */
  public static KeptAttributes of(Path target, BasicFileAttributes existing, boolean strict)
      throws IOException {
    Map<String, byte[]> extended = ExtendedAttributes.read(target);
    return existing instanceof PosixFileAttributes posix
        ? new KeptAttributes(posix, OwnerNumbers.of(target), extended, posix.permissions(), strict)
        : new KeptAttributes(null, null, extended, TEMPORARY, strict);
  }

  /**
   * Sets them on a file that was just made for its owner only.
   *
   * @return was there anything to set?
   * @throws IOException if one cannot be set that must be
   */
  public boolean applyTo(Path temporary) throws IOException {
    PosixFileAttributeView own =
        Files.getFileAttributeView(
            temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    boolean changed = !extended.isEmpty();
    boolean groupIsKept = true;
    if (own != null && replaced != null) {
      if (owner == null || !owner.equals(OwnerNumbers.of(temporary))) {
        // Owner before mode: a change of owner clears some bits of the mode.
        PosixFileAttributes current = own.readAttributes();
        if (!current.group().equals(replaced.group())) {
          groupIsKept = set(() -> own.setGroup(replaced.group()));
          changed = true;
        }
        if (!current.owner().equals(replaced.owner())) {
          boolean _ = set(() -> own.setOwner(replaced.owner()));
          changed = true;
        }
      }
    }
    boolean listIsKept = true;
    for (Map.Entry<String, byte[]> attribute : extended.entrySet()) {
      boolean done =
          set(() -> ExtendedAttributes.set(temporary, attribute.getKey(), attribute.getValue()));
      listIsKept &= done || !attribute.getKey().equals(ExtendedAttributes.ACCESS_CONTROL_LIST);
    }
    if (own != null) {
      Set<PosixFilePermission> wanted = narrowed(groupIsKept && listIsKept);
      if (!wanted.equals(TEMPORARY)) {
        own.setPermissions(wanted);
        changed = true;
      }
    }
    return changed;
  }

  /** A mode means more for another group or without its list: then only what all could do. */
  private Set<PosixFilePermission> narrowed(boolean allKept) {
    if (allKept) {
      return mode;
    }
    Set<PosixFilePermission> narrow = EnumSet.noneOf(PosixFilePermission.class);
    narrow.addAll(mode);
    narrow.removeIf(one -> !mode.contains(counterpart(one)));
    return narrow;
  }

  /** What the group may do, for others, and the other way round; the owner's own. */
  private static PosixFilePermission counterpart(PosixFilePermission permission) {
    return switch (permission) {
      case GROUP_READ -> PosixFilePermission.OTHERS_READ;
      case GROUP_WRITE -> PosixFilePermission.OTHERS_WRITE;
      case GROUP_EXECUTE -> PosixFilePermission.OTHERS_EXECUTE;
      case OTHERS_READ -> PosixFilePermission.GROUP_READ;
      case OTHERS_WRITE -> PosixFilePermission.GROUP_WRITE;
      case OTHERS_EXECUTE -> PosixFilePermission.GROUP_EXECUTE;
      case OWNER_READ, OWNER_WRITE, OWNER_EXECUTE -> permission;
    };
  }

  /**
   * Owner and group as the system has them. To ask for their names reads the files of users and
   * groups each time, which costs more than all else that is done for attributes.
   */
  private record OwnerNumbers(Object user, Object group) {
    /** Null where the system has no numbers. */
    static @Nullable OwnerNumbers of(Path path) throws IOException {
      if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return null;
      }
      Map<String, Object> found =
          Files.readAttributes(path, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
      return new OwnerNumbers(
          requireNonNull(found.get("uid"), "uid"), requireNonNull(found.get("gid"), "gid"));
    }
  }

  private interface Setting {
    void set() throws IOException;
  }

  private boolean set(Setting setting) throws IOException {
    try {
      setting.set();
      return true;
    } catch (IOException e) {
      if (strict) {
        throw e;
      }
      return false; // not ours to give away, or not on this file system
    }
  }
}
