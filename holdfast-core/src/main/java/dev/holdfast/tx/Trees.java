package dev.holdfast.tx;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes trees of files. Links are never followed. */
final class Trees {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private Trees() {}

  /** Removes a directory, and one of its files after all others. Somebody else may help. */
  static void remove(Path directory, Path last) throws IOException {
    SimpleFileVisitor<Path> removal =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
              throws IOException {
            if (!Files.isWritable(visited)
                && visited.getFileSystem().supportedFileAttributeViews().contains("posix")) {
              Path _ =
                  Files.setPosixFilePermissions(visited, OWNER); // it was deleted with its mode
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(last)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            if (visited.equals(directory)) {
              Files.deleteIfExists(last);
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        };
    Path _ = Files.walkFileTree(directory, removal);
  }
}
