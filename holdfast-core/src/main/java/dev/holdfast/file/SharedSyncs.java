package dev.holdfast.file;

import dev.holdfast.internal.os.DirectorySync;
import java.io.IOException;
import java.nio.file.Path;

final class SharedSyncs {
  private SharedSyncs() {}

  static void ofNames(Path directory) throws IOException {
    DirectorySync.sync(directory);
  }
}
