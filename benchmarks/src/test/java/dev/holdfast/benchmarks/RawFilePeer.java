package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a durable replace needs at least, and nothing more: a new file, written and synced ({@code
 * fdatasync}), renamed over the old one; then the directory is synced. Without the syncs it is what
 * a file system takes for the new file and its name alone.
 */
final class RawFilePeer implements FilePeer {

  private final Path directory;
  private final boolean syncs;
  private final AtomicLong temporaries = new AtomicLong();

  RawFilePeer(Path directory, boolean syncs) {
    this.directory = directory;
    this.syncs = syncs;
  }

  static Path path(Path directory, int file) {
    return directory.resolve("file-" + file);
  }

  @Override
  public void replace(int file, byte[] content) throws IOException {
    Path temporary = directory.resolve("temporary-" + temporaries.incrementAndGet());
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      if (syncs) {
        channel.force(false);
      }
    }
    Files.move(temporary, path(directory, file), StandardCopyOption.ATOMIC_MOVE);
    if (syncs) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public byte[] read(int file) throws IOException {
    return Files.readAllBytes(path(directory, file));
  }
}
