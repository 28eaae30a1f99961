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
