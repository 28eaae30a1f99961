package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the JDK's requests apart into {@link FileCalls}; what only reads goes straight below. */
final class LayeredProvider extends FileSystemProvider {

  private final LayeredFileSystem fileSystem;
  private final FileCalls calls;
  private final CopyAndMove copyAndMove;
  private final ShownErrors errors;

  LayeredProvider(LayeredFileSystem fileSystem, FileCalls calls) {
    this.fileSystem = fileSystem;
    this.calls = calls;
    this.copyAndMove = new CopyAndMove(calls);
    this.errors = fileSystem.errors();
  }

  private interface Action {
    void run() throws IOException;
  }

  private void act(Action action) throws IOException {
    errors.translated(
        () -> {
          action.run();
          return true;
        });
  }

  @Override
  public String getScheme() {
    return "holdfast-testkit";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("a test file system is made by its builder");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.getPath(uri.getPath());
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path below = fileSystem.below(path);
    return errors.translated(
        () -> {
          if (!options.contains(StandardOpenOption.DELETE_ON_CLOSE)) {
            return calls.open(below, options, attributes);
          }
          Set<OpenOption> rest = new HashSet<>(options);
          rest.remove(StandardOpenOption.DELETE_ON_CLOSE);
          FileChannel channel = calls.open(below, rest, attributes);
          calls.delete(below); // as the JDK does on Unix: at once
          return channel;
        });
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return errors.translated(
        () -> LayeredDirectoryStream.open(directory, fileSystem.below(directory), filter));
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    act(() -> calls.createDirectory(fileSystem.below(directory), attributes));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Path to = target.isAbsolute() ? fileSystem.below(target) : fileSystem.text(target);
    act(() -> calls.createSymbolicLink(fileSystem.below(link), to, attributes));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    Path target = errors.translated(() -> Files.readSymbolicLink(fileSystem.below(link)));
    return fileSystem.path(target.isAbsolute() ? fileSystem.mapping().shown(target) : target);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    act(() -> calls.createLink(fileSystem.below(link), fileSystem.below(existing)));
  }

  @Override
  public void delete(Path path) throws IOException {
    act(() -> calls.delete(fileSystem.below(path)));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    act(
        () ->
            copyAndMove.copy(fileSystem.below(source), fileSystem.below(target), Set.of(options)));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    act(
        () ->
            copyAndMove.move(fileSystem.below(source), fileSystem.below(target), Set.of(options)));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return path.equals(other)
        || (other.getFileSystem() == fileSystem
            && errors.translated(
                () -> Files.isSameFile(fileSystem.below(path), fileSystem.below(other))));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return errors.translated(() -> Files.isHidden(fileSystem.below(path)));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return errors.translated(() -> Files.getFileStore(fileSystem.below(path)));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Path below = fileSystem.below(path);
    act(() -> below.getFileSystem().provider().checkAccess(below, modes));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return LayeredViews.of(calls, fileSystem.below(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return errors.translated(() -> Files.readAttributes(fileSystem.below(path), type, options));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return errors.translated(
        () -> Files.readAttributes(fileSystem.below(path), attributes, options));
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    String name = attribute.indexOf(':') < 0 ? "basic:" + attribute : attribute;
    act(() -> calls.setAttribute(fileSystem.below(path), name, value, options));
  }
}
