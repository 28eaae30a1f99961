package dev.holdfast.file;

import dev.holdfast.internal.count.SyncCounter;
import dev.holdfast.internal.os.FileNames;
import dev.holdfast.internal.os.FileNode;
import dev.holdfast.internal.os.KeptAttributes;
import dev.holdfast.internal.os.OpenName;
import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
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
  private final CommitGuard guard;

  DefaultAtomicFiles(LockManager locks, CommitGuard guard) {
    this.locks = locks;
    this.guard = guard;
  }

  @Override
  public void write(Path path, Content content, WriteOptions options) throws IOException {
    write(path, content, options, null);
  }

  /**
   * Writes.
   *
   * @param expected what must still stand there when the new content takes its place; null if
   *     anything may. Who uses no locks, such as an editor, is kept out only that far
   */
  private void write(
      Path path, Content content, WriteOptions options, @Nullable FileVersion expected)
      throws IOException {
    Commit commit = new Commit("write", path, guard, options);
    try {
      Target target = Target.of(path, options.symlinks());
      FileNode replaced = target.replaced();
      KeptAttributes attributes =
          replaced == null || options.attributes() == AttributePolicy.RESET
              ? KeptAttributes.ofNew(options.newFileMode())
              : KeptAttributes.of(
                  target.path(), replaced, options.attributes() == AttributePolicy.KEEP_OR_FAIL);
      put(
          commit,
          target,
          content,
          attributes,
          options,
          temporary -> {
            if (expected != null) {
              requireVersion(target, expected, version(target.path()));
            }
            temporary.replace(target.path());
          });
    } catch (SymbolicLinkException | FileChangedException e) {
      throw e;
    } catch (IOException e) {
      throw commit.failed(e);
    }
  }

  @Override
  public void createNew(Path path, Content content, WriteOptions options) throws IOException {
    Commit commit = new Commit("create", path, guard, options);
    try {
      Target target = Target.notFollowing(path);
      if (target.found() != null) {
        throw new FileAlreadyExistsException(path.toString()); // no need to write anything
      }
      KeptAttributes attributes = KeptAttributes.ofNew(options.newFileMode());
      put(
          commit,
          target,
          content,
          attributes,
          options,
          temporary -> temporary.linkAs(target.path()));
    } catch (FileAlreadyExistsException e) {
      throw commit.hasTakenEffect() ? commit.failed(e) : e;
    } catch (IOException e) {
      throw commit.failed(e);
    }
  }

  /** How a temporary gets the name of the target. */
  private interface Placing {
    void place(TemporaryFile temporary) throws IOException;
  }

  private static void put(
      Commit commit,
      Target target,
      Content content,
      KeptAttributes attributes,
      WriteOptions options,
      Placing placing)
      throws IOException {
    try (OpenName _ = OpenName.of(target.path())) { // what is replaced is freed at the end
      commit.step("create a temporary file");
      try (TemporaryFile temporary = TemporaryFile.create(target.directory(), attributes)) {
        commit.step("write content");
        temporary.write(content);
        if (options.durability() != Durability.NONE) {
          commit.step("sync content");
          SyncCounter.CONTENT.count(temporary::sync);
        }
        boolean _ =
            commit.takeEffect(
                "put into place",
                List.of(target.path()),
                () -> {
                  placing.place(temporary);
                  return true;
                });
        commit.step("remove the temporary file");
      }
      commit.syncDirectories(target.directory());
    }
    commit.done();
  }

  @Override
  public byte[] read(Path path, long maxBytes) throws IOException {
    return BoundedRead.read(path, maxBytes);
  }

  @Override
  public VersionedContent readWithVersion(Path path, long maxBytes) throws IOException {
    return new VersionedContent(read(path, maxBytes));
  }

  @Override
  public FileVersion writeIf(Path path, Content content, FileVersion expected, WriteOptions options)
      throws IOException, InterruptedException {
    Target target = target("write", path, options.symlinks());
    if (options.handle().isPresent()) {
      return replaceIf(target, content, expected, options);
    }
    try (LockHandle handle = lock("write", target.path(), "write if unchanged")) {
      return replaceIf(target, content, expected, options.heldBy(handle));
    }
  }

  private FileVersion replaceIf(
      Target target, Content content, FileVersion expected, WriteOptions options)
      throws IOException {
    requireVersion(target, expected, before("write", target.path(), () -> version(target.path())));
    MessageDigest digest = FileVersion.newDigest();
    Content digested = digested(content, digest);
    if (expected.equals(FileVersion.ABSENT)) {
      try {
        createNew(target.path(), digested, options);
      } catch (FileAlreadyExistsException e) {
        throw new FileChangedException(target.path(), expected, version(target.path()));
      }
    } else {
      write(target.path(), digested, options, expected);
    }
    return FileVersion.ofDigest(digest.digest());
  }

  private static void requireVersion(Target target, FileVersion expected, FileVersion actual)
      throws FileChangedException {
    if (!actual.equals(expected)) {
      throw new FileChangedException(target.path(), expected, actual);
    }
  }

  /** The same content, which goes into the digest when it is written. */
  private static Content digested(Content content, MessageDigest digest) {
    if (content instanceof ByteContent bytes) {
      digest.update(bytes.bytes());
      return content;
    }
    return out -> {
      OutputStream both = new DigestOutputStream(out, digest);
      content.writeTo(both);
      both.flush();
    };
  }

  @Override
  public FileVersion version(Path path) throws IOException {
    MessageDigest digest = FileVersion.newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      long _ = in.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException e) {
      return FileVersion.ABSENT;
    }
    return FileVersion.ofDigest(digest.digest());
  }

  @Override
  public byte[] update(Path path, UnaryOperator<byte[]> change)
      throws IOException, InterruptedException {
    Path real = target("update", path, SymlinkPolicy.FOLLOW).path();
    try (LockHandle handle = lock("update", real, "update")) {
      byte[] content = change.apply(before("update", real, () -> readOrEmpty(real)));
      write(real, content, handle);
      return content;
    }
  }

  private Target target(String operation, Path path, SymlinkPolicy symlinks) throws IOException {
    try {
      return Target.of(path, symlinks);
    } catch (SymbolicLinkException e) {
      throw e;
    } catch (IOException e) {
      throw new Commit(operation, path, guard, WriteOptions.defaults()).failed(e);
    }
  }

  /** What is read before a change is a step of it. */
  private <T> T before(String operation, Path path, LockedCall<T, IOException> read)
      throws IOException {
    try {
      return read.call();
    } catch (IOException e) {
      Commit commit = new Commit(operation, path, guard, WriteOptions.defaults());
      commit.step("read the present content");
      throw commit.failed(e);
    }
  }

  private LockHandle lock(String operation, Path real, String purpose)
      throws IOException, InterruptedException {
    try {
      return guard.acquire(locks, LockRequest.exclusive("file:" + real).purpose(purpose));
    } catch (IOException e) {
      Commit commit = new Commit(operation, real, guard, WriteOptions.defaults());
      commit.step("acquire the lock");
      throw commit.failed(e);
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
  public boolean delete(Path path, WriteOptions options) throws IOException {
    Commit commit = new Commit("delete", path, guard, options);
    try {
      Target target = Target.notFollowing(path);
      if (target.isDirectory()) {
        throw new FileSystemException(path.toString(), null, "is a directory");
      }
      boolean existed =
          commit.takeEffect(
              "remove the name", List.of(target.path()), () -> Files.deleteIfExists(target.path()));
      // Also if there was none: another process may have removed it and not synced yet.
      commit.syncDirectories(target.directory());
      commit.done();
      return existed;
    } catch (IOException e) {
      throw commit.failed(e);
    }
  }

  @Override
  public void move(Path from, Path to, WriteOptions options) throws IOException {
    Commit commit = new Commit("move", from, guard, options);
    try {
      Target source = Target.notFollowing(from);
      Target target = Target.notFollowing(to);
      if (source.found() == null) {
        throw new NoSuchFileException(source.path().toString());
      }
      boolean _ =
          commit.takeEffect(
              "rename",
              List.of(source.path(), target.path()),
              () -> {
                FileNames.renameIfAbsent(source.path(), target.path());
                return true;
              });
      // The new name first: a power cut between the two must not leave the file without any.
      if (source.directory().equals(target.directory())) {
        commit.syncDirectories(target.directory());
      } else {
        commit.syncDirectories(target.directory(), source.directory());
      }
      commit.done();
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      throw commit.hasTakenEffect() ? commit.failed(e) : e;
    } catch (IOException e) {
      throw commit.failed(e);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Commit commit = new Commit("create directory", directory, guard, WriteOptions.defaults());
    try {
      Collection<Path> missing = OwnerOnly.missingDirectories(directory);
      for (Path each : missing) {
        Target target = Target.notFollowing(each);
        boolean _ =
            commit.takeEffect(
                "make " + target.path(),
                List.of(target.path()),
                () -> {
                  OwnerOnly.createDirectory(target.path());
                  return true;
                });
        commit.syncDirectories(target.directory());
      }
      if (!missing.isEmpty()) {
        commit.done();
      }
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw commit.failed(e);
    }
  }

  @Override
  public List<Path> leftovers(Path directory) throws IOException {
    return Sweeper.leftovers(directory);
  }

  @Override
  public int sweep(Path directory) throws IOException {
    return Sweeper.sweep(directory);
  }
}
