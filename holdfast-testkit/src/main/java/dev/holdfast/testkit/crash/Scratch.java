package dev.holdfast.testkit.crash;

import dev.holdfast.testkit.internal.fs.DirectCalls;
import dev.holdfast.testkit.internal.fs.FileCalls;
import dev.holdfast.testkit.internal.fs.LayeredFileSystem;
import dev.holdfast.testkit.internal.fs.PathMapping;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A real directory that stands for a disk while code works on it. The code sees its own root, so
 * that a path that it stored means the same after the crash.
 */
final class Scratch implements AutoCloseable {

  /** The directory that workloads get, as they see it. */
  private static final String WORK = "disk";

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path base;

  private Scratch(Path base) {
    this.base = base;
  }

  /** An empty one in {@code parent}. */
  static Scratch create(Path parent) throws IOException {
    return new Scratch(Files.createTempDirectory(parent, "holdfast-crash-").toRealPath());
  }

  /** Where to put them: in memory if there is a place, since nothing here outlives a test. */
  static Path defaultParent() {
    return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
        ? SHARED_MEMORY
        : Path.of(System.getProperty("java.io.tmpdir", "."));
  }

  Path base() {
    return base;
  }

  /** The real path of the directory that workloads get. */
  Path work() {
    return base.resolve(WORK);
  }

  /** The directory that workloads get, on a file system that just passes calls on. */
  Path view() {
    return view(new DirectCalls());
  }

  /** The directory that workloads get, on a file system that makes these calls. */
  Path view(FileCalls calls) {
    Path root = base.getRoot().resolve(WORK);
    return new LayeredFileSystem(base.getFileSystem(), PathMapping.rootedAt(base), root, calls)
        .path(root);
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        base,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            PosixFileAttributeView posix =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class);
            if (posix != null && !Files.isWritable(directory)) {
              posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
