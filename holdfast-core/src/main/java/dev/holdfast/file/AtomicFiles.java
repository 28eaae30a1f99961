package dev.holdfast.file;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Files that are replaced whole or not at all.
 *
 * <p>Content is written to a temporary file beside the target, synced, and put into place by an
 * atomic rename (or link), after which the directory is synced. So:
 *
 * <ul>
 *   <li>A reader, locked or not, sees the old or the new content whole; never a mix, never nothing.
 *   <li>When a method returns, what it did survives a power cut, unless less was asked for ({@link
 *       Durability}).
 *   <li>When it fails, the old content is intact, and a {@link FileCommitException} says which step
 *       failed and whether the change took effect. A failed sync is final: it is not tried again.
 *   <li>A process that dies leaves at most a temporary file, {@code .holdfast-*.tmp}, which {@link
 *       #sweep} removes.
 *   <li>An interrupt aborts a change that has not taken effect, which then fails with {@link
 *       Outcome#NOT_COMMITTED}; one that has is finished. The interrupt status stays.
 * </ul>
 *
 * <p>Threads that change files of the same directory at once share its syncs; one alone waits for
 * nobody. If a shared sync fails, the change of everybody who relied on it fails.
 *
 * <p>By default a symbolic link is followed: its target is replaced, the link stays. A replaced
 * file keeps its attributes where the process may set them; a new file is readable and writable by
 * its owner only. {@link WriteOptions} change this. All methods may be called from any thread and
 * process; without a lock the last of several racing writers wins.
 */
public interface AtomicFiles {

  /** The most that {@link #read(Path)} and {@link #update} read: 64 MiB. */
  long DEFAULT_MAX_READ_BYTES = 64L << 20;

  /**
   * Files whose {@link #update} and {@link #writeIf} lock with {@code locks}, which stays the
   * caller's to close.
   */
  static AtomicFiles lockedBy(LockManager locks) {
    return lockedBy(locks, CommitGuard.NONE);
  }

  /** {@link #lockedBy(LockManager)}, where every change takes effect inside of {@code guard}. */
  static AtomicFiles lockedBy(LockManager locks, CommitGuard guard) {
    return new DefaultAtomicFiles(locks, guard);
  }

  /**
   * Creates the file or replaces its content.
   *
   * @throws SymbolicLinkException if the path is a link and {@link SymlinkPolicy#REFUSE} was asked
   *     for; nothing is changed
   * @throws dev.holdfast.lock.LockNotHeldException if the handle of the options is not held at the
   *     instant of the commit; nothing is changed
   * @throws FileCommitException if a step fails, also if {@code content} throws; its outcome says
   *     whether the new content stands
   */
  void write(Path path, Content content, WriteOptions options) throws IOException;

  /** {@link #write(Path, Content, WriteOptions)} with {@link WriteOptions#defaults}. */
  default void write(Path path, Content content) throws IOException {
    write(path, content, WriteOptions.defaults());
  }

  /** {@link #write(Path, Content)} of bytes. */
  default void write(Path path, byte[] content) throws IOException {
    write(path, Content.of(content), WriteOptions.defaults());
  }

  /** {@link #write(Path, byte[])}, refused unless {@code handle} is held at the commit. */
  default void write(Path path, byte[] content, LockHandle handle) throws IOException {
    write(path, Content.of(content), WriteOptions.with(handle));
  }

  /**
   * Creates the file with this content. Never overwrites: of several that race, one wins, also
   * across processes. A symbolic link counts as a file, whatever the options say.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file, directory or link of that
   *     name; it is untouched
   * @throws dev.holdfast.lock.LockNotHeldException if the handle of the options is not held at the
   *     instant of the commit; nothing is changed
   * @throws FileCommitException if a step fails; its outcome says whether the file stands
   */
  void createNew(Path path, Content content, WriteOptions options) throws IOException;

  /** {@link #createNew(Path, Content, WriteOptions)} of bytes, with the defaults. */
  default void createNew(Path path, byte[] content) throws IOException {
    createNew(path, Content.of(content), WriteOptions.defaults());
  }

  /** {@link #createNew(Path, byte[])}, refused unless {@code handle} is held at the commit. */
  default void createNew(Path path, byte[] content, LockHandle handle) throws IOException {
    createNew(path, Content.of(content), WriteOptions.with(handle));
  }

  /**
   * The whole content as of one commit. Takes no lock and waits for nobody.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileTooLargeException if it has more than {@link #DEFAULT_MAX_READ_BYTES}
   */
  default byte[] read(Path path) throws IOException {
    return read(path, DEFAULT_MAX_READ_BYTES);
  }

  /**
   * The whole content as of one commit, if it has at most {@code maxBytes} bytes.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileTooLargeException if it is larger
   */
  byte[] read(Path path, long maxBytes) throws IOException;

  /** {@link #readWithVersion(Path, long)} of at most {@link #DEFAULT_MAX_READ_BYTES}. */
  default VersionedContent readWithVersion(Path path) throws IOException {
    return readWithVersion(path, DEFAULT_MAX_READ_BYTES);
  }

  /**
   * The whole content as of one commit, and its version for {@link #writeIf}.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileTooLargeException if it is larger than {@code maxBytes}
   */
  VersionedContent readWithVersion(Path path, long maxBytes) throws IOException;

  /**
   * The version of a file of any size, as of one commit; {@link FileVersion#ABSENT} if there is
   * none. Who also wants the content, and cannot use {@link #readWithVersion}, asks for the version
   * first.
   */
  FileVersion version(Path path) throws IOException;

  /**
   * Replaces the file if it still has a version that was read before, or creates it if {@code
   * expected} is {@link FileVersion#ABSENT}. Comparison and commit happen under the exclusive lock
   * {@code file:<real path>} of the domain, or under the lock of the options' handle if there is
   * one: writers that use neither are not kept out.
   *
   * @return the version that the file has now
   * @throws FileChangedException if it has another version; nothing is changed
   * @throws InterruptedException if interrupted while waiting for the lock; nothing is changed
   * @throws dev.holdfast.lock.LockTimeoutException if the lock was not had in 10 seconds
   * @throws FileCommitException if a step fails; its outcome says whether the new content stands
   */
  FileVersion writeIf(Path path, Content content, FileVersion expected, WriteOptions options)
      throws IOException, InterruptedException;

  /** {@link #writeIf(Path, Content, FileVersion, WriteOptions)} of bytes, with the defaults. */
  default FileVersion writeIf(Path path, byte[] content, FileVersion expected)
      throws IOException, InterruptedException {
    return writeIf(path, Content.of(content), expected, WriteOptions.defaults());
  }

  /**
   * Reads, changes and writes a file under the exclusive lock {@code file:<real path>} of the
   * domain, so that of several updates none is lost.
   *
   * @param change gets the content, empty if there is no file, and returns the new one
   * @return the new content
   * @throws InterruptedException if interrupted while waiting for the lock; nothing is changed
   * @throws dev.holdfast.lock.LockTimeoutException if the lock was not had in 10 seconds
   * @throws FileCommitException if a step fails; its outcome says whether the new content stands
   */
  byte[] update(Path path, UnaryOperator<byte[]> change) throws IOException, InterruptedException;

  /**
   * Deletes the file (a symbolic link itself, not its target).
   *
   * @return was there one?
   * @throws dev.holdfast.lock.LockNotHeldException if the handle of the options is not held at the
   *     instant of the commit; nothing is changed
   * @throws FileCommitException if a step fails; its outcome says whether the file is gone
   */
  boolean delete(Path path, WriteOptions options) throws IOException;

  /** {@link #delete(Path, WriteOptions)} with the defaults. */
  default boolean delete(Path path) throws IOException {
    return delete(path, WriteOptions.defaults());
  }

  /** {@link #delete(Path)}, refused unless {@code handle} is held at the commit. */
  default boolean delete(Path path, LockHandle handle) throws IOException {
    return delete(path, WriteOptions.with(handle));
  }

  /**
   * Gives a file another name, in the same or another directory of the same file system. Never
   * overwrites. A symbolic link is moved itself. The content is not synced: it is as durable as it
   * was.
   *
   * <p>Where the system cannot rename without overwriting (anything but Linux with native access),
   * the file has both names for a moment, and a crash in that moment leaves both.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file; nothing is changed
   * @throws java.nio.file.FileAlreadyExistsException if {@code to} exists; nothing is changed
   * @throws dev.holdfast.lock.LockNotHeldException if the handle of the options is not held at the
   *     instant of the commit; nothing is changed
   * @throws FileCommitException if a step fails, also because {@code to} is on another file system;
   *     its outcome says whether the file has its new name
   */
  void move(Path from, Path to, WriteOptions options) throws IOException;

  /** {@link #move(Path, Path, WriteOptions)} with the defaults. */
  default void move(Path from, Path to) throws IOException {
    move(from, to, WriteOptions.defaults());
  }

  /**
   * Creates a directory and its missing parents, for their owner only, so that they survive a power
   * cut. Does nothing if it exists. Each directory is a change of its own: a failure or a crash may
   * leave the first of them, empty.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something else has the name of one of them
   * @throws FileCommitException if a step fails; with {@link Outcome#NOT_COMMITTED} none was made
   */
  void createDirectories(Path directory) throws IOException;

  /**
   * The temporary files, and directories of unfinished snapshots, that dead processes left in a
   * directory (not below it). Those of living processes are not among them.
   */
  List<Path> leftovers(Path directory) throws IOException;

  /**
   * Removes the {@link #leftovers} of a directory.
   *
   * @return how many were removed
   */
  int sweep(Path directory) throws IOException;
}
