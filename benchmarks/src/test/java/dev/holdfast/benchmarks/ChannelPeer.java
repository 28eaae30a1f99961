package dev.holdfast.benchmarks;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/** The platform's {@link FileChannel#lock()} on a file for each name, opened for each lock. */
final class ChannelPeer implements Peer {

  private final Path directory;

  ChannelPeer(Path directory) {
    this.directory = directory;
  }

  @Override
  public AutoCloseable acquire(String name) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve(name), CREATE, WRITE);
    FileLock lock = channel.lock();
    return () -> {
      lock.release();
      channel.close();
    };
  }
}
