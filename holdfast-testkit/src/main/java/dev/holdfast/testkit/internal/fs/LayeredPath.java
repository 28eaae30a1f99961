package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link LayeredFileSystem}; its syntax is that of the provider below. */
final class LayeredPath implements Path {

  private final LayeredFileSystem fileSystem;
  private final Path text;

  LayeredPath(LayeredFileSystem fileSystem, Path text) {
    this.fileSystem = fileSystem;
    this.text = text;
  }

  Path text() {
    return text;
  }

  private Path wrap(Path path) {
    return new LayeredPath(fileSystem, path);
  }

  private @Nullable Path wrapOrNull(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  private Path textOf(Path other) {
    if (other instanceof LayeredPath layered && layered.fileSystem == fileSystem) {
      return layered.text;
    }
    throw new ProviderMismatchException(other + " is a path of another file system than " + this);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return text.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapOrNull(text.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapOrNull(text.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapOrNull(text.getParent());
  }

  @Override
  public int getNameCount() {
    return text.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(text.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return wrap(text.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof LayeredPath layered
        && layered.fileSystem == fileSystem
        && text.startsWith(layered.text);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof LayeredPath layered
        && layered.fileSystem == fileSystem
        && text.endsWith(layered.text);
  }

  @Override
  public Path normalize() {
    return wrap(text.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(text.resolve(textOf(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(text.relativize(textOf(other)));
  }

  @Override
  public URI toUri() {
    return URI.create(
        fileSystem.provider().getScheme() + ":" + toAbsolutePath().text.toUri().getRawPath());
  }

  @Override
  public LayeredPath toAbsolutePath() {
    return text.isAbsolute()
        ? this
        : new LayeredPath(fileSystem, fileSystem.workingDirectory().resolve(text));
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    Path real = fileSystem.errors().translated(() -> fileSystem.below(this).toRealPath(options));
    return wrap(fileSystem.mapping().shown(real));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("a directory of a test file system cannot be watched");
  }

  @Override
  public int compareTo(Path other) {
    return text.compareTo(textOf(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LayeredPath layered
        && layered.fileSystem == fileSystem
        && layered.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
