package dev.holdfast.snapshot;

import dev.holdfast.internal.count.SyncCounter;
import dev.holdfast.internal.os.DirectorySync;
import dev.holdfast.internal.tree.TemporaryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Makes a directory with all that is in it durable. */
final class SnapshotSync {
  private SnapshotSync() {}

  /** Its lock would be dropped if it was opened here and closed again, as POSIX wants it. */
  private static boolean isClaim(Path file) {
    return file.endsWith(TemporaryDirectory.CLAIM);
  }

  /** Syncs each file, and each directory after what is in it. */
  static void sync(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !isClaim(file)) {
              try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                SyncCounter.CONTENT.count(() -> channel.force(true));
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            DirectorySync.sync(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
