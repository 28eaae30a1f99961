package dev.holdfast.testkit.internal.fs;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/**
 * A file system whose calls go through {@link FileCalls} to one below. It is always open; what it
 * stands on is closed by who opened it.
 */
public final class LayeredFileSystem extends FileSystem {

  private final FileSystem below;
  private final PathMapping mapping;
  private final Path workingDirectory;
  private final ShownErrors errors;
  private final LayeredProvider provider;

  /**
   * A file system.
   *
   * @param below whose syntax its paths have
   * @param workingDirectory what relative paths are relative to, as shown
   */
  public LayeredFileSystem(
      FileSystem below, PathMapping mapping, Path workingDirectory, FileCalls calls) {
    this.below = below;
    this.mapping = mapping;
    this.workingDirectory = workingDirectory;
    this.errors = new ShownErrors(mapping, workingDirectory);
    this.provider = new LayeredProvider(this, calls);
  }

  /** The path of this file system that is shown as {@code text}. */
  public Path path(Path text) {
    return new LayeredPath(this, text);
  }

  PathMapping mapping() {
    return mapping;
  }

  ShownErrors errors() {
    return errors;
  }

  Path workingDirectory() {
    return workingDirectory;
  }

  /** The path below that a path of this file system stands for. */
  Path below(Path path) {
    return mapping.below(text(path.toAbsolutePath()));
  }

  /** What a path of this file system is shown as. */
  Path text(Path path) {
    if (path instanceof LayeredPath layered && layered.getFileSystem() == this) {
      return layered.text();
    }
    throw new ProviderMismatchException(path + " is not a path of this file system");
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("a test file system stays open");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return below.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return below.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    Path root = workingDirectory.getRoot();
    return root == null ? List.of() : List.of(path(root));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return below.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return below.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(below.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = below.getPathMatcher(syntaxAndPattern);
    return path -> path instanceof LayeredPath layered && matcher.matches(layered.text());
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return below.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a test file system cannot be watched");
  }
}
