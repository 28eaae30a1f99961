package dev.holdfast.file;

import dev.holdfast.lock.LockHandle;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a file is written, moved or deleted. Immutable; {@link #defaults} is durable, follows
 * symbolic links, keeps attributes, and makes new files for their owner only.
 *
 * {@snippet :
 * files.write(path, content, WriteOptions.defaults().durability(Durability.FILE).heldBy(handle));
 * }
 */
public final class WriteOptions {

  private static final WriteOptions DEFAULTS =
      new WriteOptions(
          Durability.FULL,
          SymlinkPolicy.FOLLOW,
          AttributePolicy.KEEP,
          PosixFilePermissions.fromString("rw-------"),
          null);

  private final Durability durability;
  private final SymlinkPolicy symlinks;
  private final AttributePolicy attributes;
  private final Set<PosixFilePermission> newFileMode;
  private final @Nullable LockHandle handle;

  private WriteOptions(
      Durability durability,
      SymlinkPolicy symlinks,
      AttributePolicy attributes,
      Set<PosixFilePermission> newFileMode,
      @Nullable LockHandle handle) {
    this.durability = durability;
    this.symlinks = symlinks;
    this.attributes = attributes;
    this.newFileMode = newFileMode;
    this.handle = handle;
  }

  /** Durable, following links, keeping attributes, without a lock. */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /** {@link #defaults} with {@link #heldBy}. */
  public static WriteOptions with(LockHandle handle) {
    return DEFAULTS.heldBy(handle);
  }

  /** What survives a power cut. Default: {@link Durability#FULL}. */
  public WriteOptions durability(Durability value) {
    return new WriteOptions(value, symlinks, attributes, newFileMode, handle);
  }

  /** What happens to a symbolic link. Default: {@link SymlinkPolicy#FOLLOW}. */
  public WriteOptions symlinks(SymlinkPolicy value) {
    return new WriteOptions(durability, value, attributes, newFileMode, handle);
  }

  /** What becomes of the attributes of a replaced file. Default: {@link AttributePolicy#KEEP}. */
  public WriteOptions attributes(AttributePolicy value) {
    return new WriteOptions(durability, symlinks, value, newFileMode, handle);
  }

  /**
   * The mode of a file that did not exist, whatever the umask. Default: {@code rw-------}. Does
   * nothing where files have no mode.
   */
  public WriteOptions newFileMode(Set<PosixFilePermission> value) {
    return new WriteOptions(durability, symlinks, attributes, Set.copyOf(value), handle);
  }

  /**
   * The change is refused with {@link dev.holdfast.lock.LockNotHeldException}, and nothing is
   * changed, unless this handle is held at the instant of the commit.
   */
  public WriteOptions heldBy(LockHandle value) {
    return new WriteOptions(durability, symlinks, attributes, newFileMode, value);
  }

  /** What survives a power cut. */
  public Durability durability() {
    return durability;
  }

  /** What happens to a symbolic link. */
  public SymlinkPolicy symlinks() {
    return symlinks;
  }

  /** What becomes of the attributes of a replaced file. */
  public AttributePolicy attributes() {
    return attributes;
  }

  /** The mode of a file that did not exist. */
  public Set<PosixFilePermission> newFileMode() {
    return newFileMode;
  }

  /** The lock that must be held, if any. */
  public Optional<LockHandle> handle() {
    return Optional.ofNullable(handle);
  }
}
