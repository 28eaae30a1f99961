package dev.holdfast.tx;

import dev.holdfast.internal.os.FileSystemSync;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that were written and are to be durable together. A few are synced one by one. For many,
 * where that can be relied on, there is one sync of their file system: see {@link FileSystemSync}.
 */
final class ContentSyncs implements Closeable {

  /** So many files are synced one by one, and others on the same file system pay nothing. */
  private static final int FEW = 7;

  /** So many files are kept open between writing and syncing. */
  private static final int MAX_OPEN = 64;

  private final @Nullable FileSystemSync together;
  private final List<FileChannel> unsynced = new ArrayList<>();
  private boolean many;

  private ContentSyncs(@Nullable FileSystemSync together) {
    this.together = together;
  }

  /** For files that are about to be written to a directory. */
  static ContentSyncs open(Path directory) throws IOException {
    return new ContentSyncs(FileSystemSync.open(directory).orElse(null));
  }

  /** Takes over a file that was written, to close it. */
  void add(FileChannel written) throws IOException {
    unsynced.add(written);
    if (together != null && (many || unsynced.size() > FEW)) {
      many = true;
      closeFiles();
    } else if (unsynced.size() >= MAX_OPEN) {
      TreeSyncs.contents(unsynced);
      closeFiles();
    }
  }

  /** Makes all of them durable. A failure is final. */
  void sync() throws IOException {
    TreeSyncs.contents(unsynced);
    closeFiles();
    if (together != null && many) {
      together.sync();
      many = false;
    }
  }

  private void closeFiles() throws IOException {
    IOException failure = null;
    for (FileChannel each : unsynced) {
      try {
        each.close();
      } catch (IOException e) { // some file systems tell only now that a write failed
        failure = e;
      }
    }
    unsynced.clear();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    try (together) {
      closeFiles();
    }
  }
}
