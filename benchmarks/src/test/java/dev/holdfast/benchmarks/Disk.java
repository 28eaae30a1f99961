package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where files are written. */
final class Disk {

  private Disk() {}

  /** A new directory below the one that was asked for. */
  static Path newDirectory(Options options, WorkerKind kind) throws IOException {
    String name = kind.toString().toLowerCase(Locale.ROOT) + "-";
    return Files.createTempDirectory(Files.createDirectories(options.directory()), name)
        .toAbsolutePath();
  }

  /** The file system, and what of it the figures depend on. */
  static String describe(Options options) throws IOException {
    FileStore store = Files.getFileStore(Files.createDirectories(options.directory()));
    String text = store.type() + " on " + store.name();
    Path device = Path.of(store.name()).getFileName();
    Path settings = Path.of("/proc/fs/ext4", String.valueOf(device), "options");
    if (Files.isReadable(settings)) {
      // Says how data goes with the journal, if there is one.
      String set = "\n" + Files.readString(settings);
      text += set.contains("\ndata=") ? ", journal" : ", no journal";
      text += set.contains("\ndiscard\n") ? ", discard" : "";
    }
    return store.type().equals("tmpfs") ? text + ", **memory: syncs cost nothing**" : text;
  }

  /** Waits until all that was written or deleted before is on the disks: it would be in the way. */
  static void settle() throws IOException, InterruptedException {
    if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
      throw new IOException("sync failed");
    }
  }
}
