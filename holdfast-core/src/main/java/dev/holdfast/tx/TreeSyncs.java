package dev.holdfast.tx;

import dev.holdfast.internal.os.DirectorySync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;

/** All syncs of transactions. */
final class TreeSyncs {
  private TreeSyncs() {}

  /**
   * Makes contents and attributes durable. The channels are those through which the contents were
   * written: others might not be told of an error that happened before they were opened. A failure
   * is final: never sync the same file again.
   */
  static void contents(Collection<FileChannel> files) throws IOException {
    for (FileChannel file : files) {
      file.force(true);
    }
  }

  /** Makes the names in these directories durable. */
  static void names(Collection<Path> directories) throws IOException {
    for (Path directory : directories) {
      try {
        DirectorySync.sync(directory);
      } catch (NoSuchFileException e) {
        // Somebody who does not keep to the locks removed it with the names in it.
      }
    }
  }

  /** Makes the names in a directory durable. */
  static void names(Path directory) throws IOException {
    DirectorySync.sync(directory);
  }
}
