package dev.holdfast.testkit.hostile;

import dev.holdfast.testkit.internal.fs.DirectCalls;
import dev.holdfast.testkit.internal.fs.FileCalls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what is asked unless it is to fail. */
final class HostileCalls implements FileCalls {

  private final FileCalls below = new DirectCalls();
  private final Faults faults;

  HostileCalls(Faults faults) {
    this.faults = faults;
  }

  @Override
  public FileChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    faults.before(Call.OPEN, path);
    FileChannel channel = below.open(path, options, attributes);
    BasicFileAttributes opened = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = opened.fileKey();
    return new HostileChannel(
        channel, options, faults, path, key == null ? path : key, opened.isDirectory());
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    faults.before(Call.CREATE_DIRECTORY, directory);
    below.createDirectory(directory, attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    faults.before(Call.SYMBOLIC_LINK, link);
    below.createSymbolicLink(link, target, attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    faults.before(Call.LINK, link);
    if (!faults.hasHardLinks()) {
      throw new UnsupportedOperationException("no hard links on this file system");
    }
    below.createLink(link, existing);
  }

  @Override
  public void delete(Path path) throws IOException {
    faults.before(Call.DELETE, path);
    below.delete(path);
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    faults.before(Call.RENAME, target);
    if (!faults.hasAtomicMove()) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "Invalid cross-device link");
    }
    below.rename(source, target);
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    faults.before(Call.SET_ATTRIBUTE, path);
    below.setAttribute(path, attribute, value, options);
  }
}
