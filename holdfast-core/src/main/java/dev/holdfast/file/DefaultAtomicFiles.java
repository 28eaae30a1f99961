package dev.holdfast.file;

import dev.holdfast.internal.os.DirectorySync;
import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@link AtomicFiles} by temporary file, sync, rename or link, and sync of the directory.
 *
 * <p>The order of the steps is the one that Pillai et al., "All File Systems Are Not Created Equal"
 * (OSDI 2014), found to be needed: content before name, name before acknowledgement.
 */
final class DefaultAtomicFiles implements AtomicFiles {

  private final LockManager locks;

  DefaultAtomicFiles(LockManager locks) {
    this.locks = locks;
  }

  @Override
  public void write(Path path, byte[] content) throws IOException {
    commit("write", path, content, null, true);
  }

  @Override
  public void write(Path path, byte[] content, LockHandle handle) throws IOException {
    commit("write", path, content, handle, true);
  }

  @Override
  public void createNew(Path path, byte[] content) throws IOException {
    commit("create", path, content, null, false);
  }

  @Override
  public void createNew(Path path, byte[] content, LockHandle handle) throws IOException {
    commit("create", path, content, handle, false);
  }

  private static void commit(
      String operation, Path path, byte[] content, @Nullable LockHandle handle, boolean replace)
      throws IOException {
    String step = "find the target";
    Outcome outcome = Outcome.NOT_COMMITTED;
    try {
      Target target = replace ? Target.following(path) : Target.notFollowing(path);
      BasicFileAttributes replaced = replace ? target.existing() : null;
      if (!replace && Files.exists(target.path(), LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(path.toString()); // no need to write anything
      }
      step = "create a temporary file";
      try (TemporaryFile temporary =
          TemporaryFile.create(
              target.directory(), replaced instanceof PosixFileAttributes posix ? posix : null)) {
        step = "write content";
        temporary.write(content);
        step = "sync content";
        temporary.sync();
        step = "put into place";
        whileHeld(
            operation + " " + path,
            handle,
            () -> {
              if (replace) {
                temporary.replace(target.path());
              } else {
                temporary.linkAs(target.path());
              }
              return true;
            });
        outcome = Outcome.UNKNOWN;
        step = "remove the temporary file";
      }
      step = "sync directory";
      DirectorySync.sync(target.directory());
    } catch (FileAlreadyExistsException e) {
      if (!replace && outcome == Outcome.NOT_COMMITTED) {
        throw e;
      }
      throw new FileCommitException(operation, path, step, outcome, e);
    } catch (IOException e) {
      throw new FileCommitException(operation, path, step, outcome, e);
    }
  }

  /** The step that takes effect: the lock must not pass on in the middle of it. */
  private static boolean whileHeld(
      String what, @Nullable LockHandle handle, LockedCall<Boolean, IOException> step)
      throws IOException {
    return handle == null ? step.call() : handle.whileHeld(what, step);
  }

  @Override
  public byte[] read(Path path, long maxBytes) throws IOException {
    if (maxBytes < 0 || maxBytes > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("cannot read up to %d bytes at once".formatted(maxBytes));
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes((int) maxBytes);
      if (in.read() >= 0) {
        throw new FileTooLargeException(path, maxBytes);
      }
      return content;
    }
  }

  @Override
  public byte[] update(Path path, UnaryOperator<byte[]> change)
      throws IOException, InterruptedException {
    Path real = Target.following(path).path();
    try (LockHandle handle =
        locks.acquire(LockRequest.exclusive("file:" + real).purpose("update"))) {
      byte[] content = change.apply(readOrEmpty(real));
      write(real, content, handle);
      return content;
    }
  }

  private byte[] readOrEmpty(Path path) throws IOException {
    try {
      return read(path);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  @Override
  public boolean delete(Path path) throws IOException {
    return remove(path, null);
  }

  @Override
  public boolean delete(Path path, LockHandle handle) throws IOException {
    return remove(path, handle);
  }

  private static boolean remove(Path path, @Nullable LockHandle handle) throws IOException {
    String step = "find the target";
    Outcome outcome = Outcome.NOT_COMMITTED;
    try {
      Target target = Target.notFollowing(path);
      if (Files.isDirectory(target.path(), LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(path.toString(), null, "is a directory");
      }
      step = "remove the name";
      boolean existed =
          whileHeld("delete " + path, handle, () -> Files.deleteIfExists(target.path()));
      outcome = Outcome.UNKNOWN;
      step = "sync directory";
      // Also if there was none: another process may have removed it and not synced yet.
      DirectorySync.sync(target.directory());
      return existed;
    } catch (IOException e) {
      throw new FileCommitException("delete", path, step, outcome, e);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    OwnerOnly.createDirectories(directory);
  }

  @Override
  public int sweep(Path directory) throws IOException {
    return Sweeper.sweep(directory);
  }
}
