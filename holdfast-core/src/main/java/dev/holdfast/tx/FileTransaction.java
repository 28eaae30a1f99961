package dev.holdfast.tx;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileVersion;
import dev.holdfast.file.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Changes of files and directories of one {@link FileTree} that take effect together. Not for
 * several threads at once.
 *
 * {@snippet :
 * try (FileTransaction change = tree.begin(handles)) {
 *   change.put(tree.root().resolve("a.md"), Content.text(a));
 *   change.move(tree.root().resolve("b.md"), tree.root().resolve("c.md"));
 *   change.delete(tree.root().resolve("d.md"));
 *   change.commit();
 * }
 * }
 *
 * <p>Contents are written aside at once. {@link #commit} syncs them, writes a commit record with a
 * checksum, the point after which the transaction will be whole whatever happens, then puts
 * everything into place, syncs the directories and removes the record. This is redo logging: Mohan
 * et al., "ARIES" (TODS 1992), without undo, since nothing is changed before the commit.
 *
 * <p>Each name is taken away once, by {@code delete} or {@code move}, and filled once: a second
 * {@code put} of a path replaces the first one, its condition included; anything else is refused.
 * What is put or created where this transaction deletes or moves something away comes after that
 * call. No path is below another one that takes part, except that a directory that is created may
 * be filled; where it replaces something, after the call that creates it.
 *
 * <p>Paths are below the root of the tree, and none of their directories may be a symbolic link;
 * the last name, if it is one, is replaced, moved or deleted itself.
 */
public interface FileTransaction extends AutoCloseable {

  /**
   * The file is to have this content. Missing directories above it are created, for their owner
   * only. A replaced file keeps its attributes as with {@link
   * dev.holdfast.file.AttributePolicy#KEEP}, those that it has now.
   *
   * @param newFileMode the mode of a file that does not exist, whatever the umask; does nothing
   *     where files have no mode
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   * @throws dev.holdfast.file.FileCommitException if the content cannot be written
   */
  void put(Path path, Content content, Set<PosixFilePermission> newFileMode) throws IOException;

  /** {@link #put(Path, Content, Set)}, where a new file is for its owner only. */
  default void put(Path path, Content content) throws IOException {
    put(path, content, WriteOptions.defaults().newFileMode());
  }

  /**
   * The file is to be created with this content, like {@link #put(Path, Content, Set)}, but never
   * replaces anything: at the commit there must be nothing of that name, not even a symbolic link,
   * unless this transaction deletes or moves it away.
   *
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   * @throws dev.holdfast.file.FileCommitException if the content cannot be written
   */
  void createNew(Path path, Content content, Set<PosixFilePermission> mode) throws IOException;

  /** {@link #createNew(Path, Content, Set)} of a file for its owner only. */
  default void createNew(Path path, Content content) throws IOException {
    createNew(path, content, WriteOptions.defaults().newFileMode());
  }

  /**
   * The file is to have this content, like {@link #put(Path, Content)}, if it has a version that
   * was read before; at the commit, where it is read again under the lock of the tree. So this is
   * {@link dev.holdfast.file.AtomicFiles#writeIf} for several files, and keeps out who changes them
   * through the tree, with other locks or none.
   *
   * @param expected {@link FileVersion#ABSENT} if nothing may be there. Only files have a version:
   *     a directory or symbolic link makes the commit fail, with {@code NOT_COMMITTED}
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   * @throws dev.holdfast.file.FileCommitException if the content cannot be written
   */
  void putIf(Path path, FileVersion expected, Content content) throws IOException;

  /**
   * The file, or the directory with all that is in it, is to be gone. It may be missing.
   *
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   */
  void delete(Path path) throws IOException;

  /**
   * The file is to be gone, if it has a version that was read before; see {@link #putIf}.
   *
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   */
  void deleteIf(Path path, FileVersion expected) throws IOException;

  /**
   * The directory is to be created, where nothing may be at the commit, unless this transaction
   * deletes or moves it away. Missing directories above it are created, for their owner only. What
   * is to be in it is put, created or moved there in the same transaction.
   *
   * @param mode whatever the umask, but its owner may always do everything; does nothing where
   *     files have no mode
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   * @throws dev.holdfast.file.FileCommitException if it cannot be made
   */
  void createDirectory(Path path, Set<PosixFilePermission> mode) throws IOException;

  /** {@link #createDirectory(Path, Set)} for its owner only. */
  default void createDirectory(Path path) throws IOException {
    createDirectory(path, Set.of());
  }

  /**
   * The symbolic link is to be created, where nothing may be at the commit, unless this transaction
   * deletes or moves it away. Missing directories above it are created, for their owner only.
   *
   * @param target what it says; need not exist, and is not looked at
   * @throws IllegalArgumentException if the path is not below the root, or takes part already
   * @throws dev.holdfast.file.FileCommitException if it cannot be made
   */
  void createSymbolicLink(Path path, Path target) throws IOException;

  /**
   * The file or directory is to have another name. {@code from} must exist at the commit, and
   * {@code to} must not, unless this transaction deletes or moves it away.
   *
   * @throws IllegalArgumentException if a path is not below the root, or takes part already
   */
  void move(Path from, Path to) throws IOException;

  /**
   * Makes all of it take effect, durably. Others see, through the {@link FileTree}, all or none.
   *
   * @throws dev.holdfast.lock.LockNotHeldException if a handle of the transaction is not held any
   *     more; nothing is changed
   * @throws java.nio.file.NoSuchFileException if what is to be moved does not exist; nothing is
   *     changed
   * @throws java.nio.file.FileAlreadyExistsException if something is to be created at, or moved to,
   *     a name that is taken; nothing is changed
   * @throws dev.holdfast.file.FileChangedException if a file has not the version that it must have;
   *     nothing is changed
   * @throws dev.holdfast.file.FileCommitException if a step fails; {@code NOT_COMMITTED}: nothing
   *     is changed, {@code COMMITTED}: it is durable, and what is not in place yet comes into place
   *     by the next {@link FileTree#recover}; {@code UNKNOWN}: recovery after a crash may find it
   *     committed or not, but whole
   * @throws JournalException if what a dead process left cannot be finished; nothing is changed
   * @throws InterruptedException if interrupted while waiting for the lock of the tree; nothing is
   *     changed
   * @throws IllegalStateException if it was committed or closed before, whatever came of it, or in
   *     a section of {@link FileTree#read}
   */
  void commit() throws IOException, InterruptedException;

  /** Gives up what was not committed, and leaves no trace of it. Idempotent. */
  @Override
  void close() throws IOException;
}
