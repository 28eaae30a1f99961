package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * {@code Files.copy} and {@code Files.move} in the steps that the JDK takes on Unix: to replace
 * without {@code ATOMIC_MOVE} is to remove the target and then to rename, with an instant at which
 * there is neither.
 */
final class CopyAndMove {

  private static final int BUFFER_BYTES = 64 << 10;

  private final FileCalls calls;

  CopyAndMove(FileCalls calls) {
    this.calls = calls;
  }

  void move(Path source, Path target, Set<CopyOption> options) throws IOException {
    if (options.contains(StandardCopyOption.ATOMIC_MOVE)) {
      calls.rename(source, target);
      return;
    }
    if (isSame(attributes(source, true), source, target)) {
      return;
    }
    removeTarget(target, options);
    try {
      calls.rename(source, target);
    } catch (AtomicMoveNotSupportedException e) {
      copy(source, target, Set.of(LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES));
      calls.delete(source);
    }
  }

  void copy(Path source, Path target, Set<CopyOption> options) throws IOException {
    boolean noFollow = options.contains(LinkOption.NOFOLLOW_LINKS);
    BasicFileAttributes copied = attributes(source, noFollow);
    if (isSame(copied, source, target)) {
      return;
    }
    removeTarget(target, options);
    if (copied.isSymbolicLink()) {
      calls.createSymbolicLink(/* link= */ target, /* target= */ Files.readSymbolicLink(source));
      return;
    }
    if (copied.isDirectory()) {
      calls.createDirectory(target, mode(source));
    } else {
      copyContent(source, target);
    }
    if (options.contains(StandardCopyOption.COPY_ATTRIBUTES)) {
      calls.setAttribute(target, "basic:lastModifiedTime", copied.lastModifiedTime());
    }
  }

  private static BasicFileAttributes attributes(Path path, boolean noFollow) throws IOException {
    return noFollow
        ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : Files.readAttributes(path, BasicFileAttributes.class);
  }

  private static boolean isSame(BasicFileAttributes found, Path source, Path target)
      throws IOException {
    return source.equals(target)
        || (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
            && found.fileKey() != null
            && found.fileKey().equals(attributes(target, true).fileKey()));
  }

  private void removeTarget(Path target, Set<CopyOption> options) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (!options.contains(StandardCopyOption.REPLACE_EXISTING)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      calls.delete(target);
    }
  }

  private void copyContent(Path source, Path target) throws IOException {
    try (FileChannel in = calls.open(source, Set.of(StandardOpenOption.READ));
        FileChannel out =
            calls.open(
                target,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                mode(source))) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (in.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  private static FileAttribute<?>[] mode(Path source) throws IOException {
    return source.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(source))
        }
        : new FileAttribute<?>[0];
  }
}
