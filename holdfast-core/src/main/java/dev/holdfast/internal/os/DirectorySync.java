package dev.holdfast.internal.os;

import dev.holdfast.internal.count.SyncCounter;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Makes the entries of a directory durable: names that were created, replaced or removed. */
public final class DirectorySync {

  /** There a directory cannot be opened as a file; the file system journals its entries. */
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private DirectorySync() {}

  /**
   * Syncs a directory. It follows a change that others see already, so an interrupt must not keep
   * it from being made durable: it is put off until the sync is done.
   */
  public static void sync(Path directory) throws IOException {
    if (!WINDOWS) {
      SyncCounter.NAMES.count(() -> syncHere(directory));
    }
  }

  private static void syncHere(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          // The channel was closed by the interrupt, not by a failed sync: another one may sync.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
