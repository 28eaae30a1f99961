package dev.holdfast.file;

import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.os.DirectorySync;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The syncs of directories that the threads of this process share. */
final class SharedSyncs {

  /** The sync of a directory; forgotten when nobody uses it. */
  private static final class Entry {
    private final SharedSync sync = new SharedSync();

    /** Guarded by the map. */
    private int users;
  }

  private static final Map<Path, Entry> DIRECTORIES = new HashMap<>();

  private SharedSyncs() {}

  /**
   * Makes the names durable that this thread created, replaced or removed in a directory.
   *
   * @param directory its real path
   */
  static void ofNames(Path directory) throws IOException {
    Entry entry;
    synchronized (DIRECTORIES) {
      entry = DIRECTORIES.computeIfAbsent(directory, _ -> new Entry());
      entry.users++;
    }
    try {
      entry.sync.run(
          served -> {
            FileCounters.BATCHES.record(served);
            DirectorySync.sync(directory);
          });
    } finally {
      synchronized (DIRECTORIES) {
        if (--entry.users == 0) {
          DIRECTORIES.remove(directory);
        }
      }
    }
  }
}
