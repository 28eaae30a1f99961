package dev.holdfast.file;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Files that are replaced whole or not at all.
 *
 * <p>Content is written to a temporary file beside the target, synced, and put into place by an
 * atomic rename (or link), after which the directory is synced. So:
 *
 * <ul>
 *   <li>A reader, locked or not, sees the old or the new content whole; never a mix, never nothing.
 *   <li>When a method returns, what it did survives a power cut.
 *   <li>When it fails, the old content is intact, and a {@link FileCommitException} says which step
 *       failed and whether the change took effect.
 *   <li>A process that dies leaves at most a temporary file, {@code .holdfast-*.tmp}, which {@link
 *       #sweep} removes.
 * </ul>
 *
 * <p>A symbolic link is followed: its target is replaced, the link stays. A replaced file keeps its
 * mode, and its owner and group where the process may set them; a new file is readable and writable
 * by its owner only. All methods may be called from any thread and process; without a lock the last
 * of several racing writers wins.
 */
public interface AtomicFiles {

  /** The most that {@link #read(Path)} and {@link #update} read: 64 MiB. */
  long DEFAULT_MAX_READ_BYTES = 64L << 20;

  /** Files whose {@link #update} locks with {@code locks}, which stays the caller's to close. */
  static AtomicFiles lockedBy(LockManager locks) {
    return new DefaultAtomicFiles(locks);
  }

  /**
   * Creates the file or replaces its content.
   *
   * @throws FileCommitException if a step fails; its outcome says whether the new content stands
   */
  void write(Path path, byte[] content) throws IOException;

  /**
   * {@link #write(Path, byte[])}, refused unless {@code handle} is held at the instant of the
   * commit.
   *
   * @throws dev.holdfast.lock.LockNotHeldException if it is not; nothing is changed
   */
  void write(Path path, byte[] content, LockHandle handle) throws IOException;

  /**
   * Creates the file with this content. Never overwrites: of several that race, one wins, also
   * across processes.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file, directory or link of that
   *     name; it is untouched
   * @throws FileCommitException if a step fails; its outcome says whether the file stands
   */
  void createNew(Path path, byte[] content) throws IOException;

  /**
   * {@link #createNew(Path, byte[])}, refused unless {@code handle} is held at the instant of the
   * commit.
   *
   * @throws dev.holdfast.lock.LockNotHeldException if it is not; nothing is changed
   */
  void createNew(Path path, byte[] content, LockHandle handle) throws IOException;

  /**
   * The whole content as of one commit.
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
   * @throws FileCommitException if a step fails; its outcome says whether the file is gone
   */
  boolean delete(Path path) throws IOException;

  /**
   * {@link #delete(Path)}, refused unless {@code handle} is held at the instant of the commit.
   *
   * @throws dev.holdfast.lock.LockNotHeldException if it is not; nothing is changed
   */
  boolean delete(Path path, LockHandle handle) throws IOException;

  /**
   * Creates a directory and its missing parents, for their owner only, so that they survive a power
   * cut. Does nothing if it exists.
   */
  void createDirectories(Path directory) throws IOException;

  /**
   * Removes the temporary files that dead processes left in a directory (not below it). Those of
   * living processes stay.
   *
   * @return how many were removed
   */
  int sweep(Path directory) throws IOException;
}
