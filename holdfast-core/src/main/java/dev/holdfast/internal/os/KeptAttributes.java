package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
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

  /** Whose owner is kept. */
  private final @Nullable FileNode replaced;

  private final Map<String, byte[]> extended;

  /** Null if it is that of a temporary. */
  private final @Nullable Set<PosixFilePermission> mode;

  private final boolean strict;

  private KeptAttributes(
      @Nullable FileNode replaced,
      Map<String, byte[]> extended,
      @Nullable Set<PosixFilePermission> mode,
      boolean strict) {
    this.replaced = replaced;
    this.extended = extended;
    this.mode = mode;
    this.strict = strict;
  }

  /** Those of a file that did not exist. */
  public static KeptAttributes ofNew(Set<PosixFilePermission> mode) {
    return new KeptAttributes(null, Map.of(), mode.equals(TEMPORARY) ? null : mode, false);
  }

  /**
   * Those of the file that stands at {@code target}.
   *
   * @param strict is it an error if one cannot be set?
   */
  public static KeptAttributes of(Path target, FileNode existing, boolean strict)
      throws IOException {
    return new KeptAttributes(
        existing.user() == FileNode.UNKNOWN ? null : existing,
        ExtendedAttributes.read(target),
        existing.isOwnerOnly() ? null : existing.permissions(),
        strict);
  }

  /**
   * May something be set by opening and closing the file? That drops every lock of this process on
   * it, as POSIX wants it.
   */
  public boolean mayDropLocks() {
    return mode != null || !extended.isEmpty();
  }

  /**
   * Sets them on a file that was just made for its owner only.
   *
   * @return was there anything to set?
   * @throws IOException if one cannot be set that must be
   */
  public boolean applyTo(Path temporary) throws IOException {
    if (replaced == null) {
      return apply(temporary, null);
    }
    FileNode made = FileNode.at(temporary);
    if (made == null) {
      throw new NoSuchFileException(temporary.toString());
    }
    return applyTo(temporary, made);
  }

  /** {@link #applyTo(Path)} of a file that was looked at when it was made. */
  public boolean applyTo(Path temporary, FileNode made) throws IOException {
    return apply(temporary, made);
  }

  private boolean apply(Path temporary, @Nullable FileNode made) throws IOException {
    boolean changed = !extended.isEmpty();
    boolean groupIsKept = true;
    if (replaced != null && made != null) {
      // Owner before mode: a change of owner clears some bits of the mode.
      if (made.group() != replaced.group()) {
        groupIsKept = set(() -> setNumber(temporary, "unix:gid", replaced.group()));
        changed = true;
      }
      if (made.user() != replaced.user()) {
        boolean _ = set(() -> setNumber(temporary, "unix:uid", replaced.user()));
        changed = true;
      }
    }
    boolean listIsKept = true;
    for (Map.Entry<String, byte[]> attribute : extended.entrySet()) {
      boolean done =
          set(() -> ExtendedAttributes.set(temporary, attribute.getKey(), attribute.getValue()));
      listIsKept &= done || !attribute.getKey().equals(ExtendedAttributes.ACCESS_CONTROL_LIST);
    }
    if (mode != null) {
      PosixFileAttributeView own =
          Files.getFileAttributeView(
              temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (own != null) {
        own.setPermissions(groupIsKept && listIsKept ? mode : narrowed(mode));
        changed = true;
      }
    }
    return changed;
  }

  private static void setNumber(Path path, String attribute, int number) throws IOException {
    Path _ = Files.setAttribute(path, attribute, number, LinkOption.NOFOLLOW_LINKS);
  }

  /** A mode means more for another group or without its list: then only what all could do. */
  private static Set<PosixFilePermission> narrowed(Set<PosixFilePermission> mode) {
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
