package dev.holdfast.tx;

import dev.holdfast.internal.count.SyncCounter;
import dev.holdfast.internal.os.DirectorySync;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All syncs of transactions. Threads do not share them, as those of single files do: of two
 * transactions in a tree only one at a time is put into place, and who joined the syncs of single
 * files would first wait for the one that runs, while nobody else can change the tree. One that
 * could be shared, that of the journal before the lock, is one of many of a commit.
 */
final class TreeSyncs {

  /** From so many on they are made at the same time: the file system does several in one go. */
  private static final int MANY = 8;

  private TreeSyncs() {}

  private interface Sync {
    void make() throws IOException;
  }

  /**
   * Makes contents and attributes durable. The channels are those through which the contents were
   * written: others might not be told of an error that happened before they were opened. A failure
   * is final: never sync the same file again.
   */
  static void contents(Collection<FileChannel> files) throws IOException {
    all(
        files.stream()
            .<Sync>map(file -> () -> SyncCounter.CONTENT.count(() -> file.force(true)))
            .toList());
  }

  /** Makes the names in these directories durable, whatever interrupts come. */
  static void names(Collection<Path> directories) throws IOException {
    all(directories.stream().<Sync>map(directory -> () -> namesIfThere(directory)).toList());
  }

  private static void namesIfThere(Path directory) throws IOException {
    try {
      DirectorySync.sync(directory);
    } catch (NoSuchFileException e) {
      // Somebody who does not keep to the locks removed it with the names in it.
    }
  }

  /** Makes the names in a directory durable. */
  static void names(Path directory) throws IOException {
    DirectorySync.sync(directory);
  }

  /** All are made, whichever fails. */
  private static void all(List<Sync> syncs) throws IOException {
    if (syncs.size() < MANY) {
      for (Sync sync : syncs) {
        sync.make();
      }
      return;
    }
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Sync sync : syncs) {
        made.add(
            threads.submit(
                () -> {
                  sync.make();
                  return true;
                }));
      }
    } // waits for all, also if interrupted, which then interrupts them
    for (Future<?> each : made) {
      if (each.state() != Future.State.SUCCESS) {
        throw each.exceptionNow() instanceof IOException failure
            ? failure
            : new IOException(each.exceptionNow());
      }
    }
  }
}
