package dev.holdfast;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Named locks and crash-safe files of one lock domain.
 *
 * {@snippet :
 * try (FileLockManager locks = FileLockManager.open(Path.of("data/.holdfast"))) {
 *   locks.withLock("persona:alice", () -> edit());
 *   locks.files().update(Path.of("data/counter"), old -> increment(old));
 * }
 * }
 */
public interface FileLockManager extends LockManager {

  /**
   * Opens the lock domain of a directory: everything that opens the same directory, in this process
   * or another one of this host, shares its locks.
   *
   * <p>The directory is created if missing, for its owner alone. It holds one file of fixed size,
   * whatever the number of locks; never delete or copy it while processes use it. Opening it
   * several times in a process is cheap, and the managers exclude each other.
   *
   * @throws IOException if the directory cannot be created, written or locked, is on a file system
   *     that has no locks, or was made by an incompatible version
   */
  static FileLockManager open(Path directory) throws IOException {
    return new DefaultFileLockManager(LockManager.open(directory));
  }

  /** A lock domain of its own, for the threads that share the returned manager. */
  static FileLockManager inProcess() {
    return new DefaultFileLockManager(LockManager.inProcess());
  }

  /** Files whose {@link AtomicFiles#update} locks in this domain. */
  AtomicFiles files();

  /** {@link AtomicFiles#write(Path, byte[])} of {@link #files}. */
  default void atomicWriteFile(Path path, byte[] content) throws IOException {
    files().write(path, content);
  }

  /** {@link AtomicFiles#read(Path)} of {@link #files}. */
  default byte[] atomicReadFile(Path path) throws IOException {
    return files().read(path);
  }
}
