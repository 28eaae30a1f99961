package dev.holdfast.benchmarks;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/** The platform's file locks of one byte a name in one file that stays open. */
final class OpenChannelPeer implements Peer {

  private final FileChannel channel;

  OpenChannelPeer(Path directory) throws IOException {
    channel = FileChannel.open(directory.resolve("channel"), CREATE, WRITE);
  }

  @Override
  public AutoCloseable acquire(String name) throws IOException {
    long position = name.hashCode() & 0x7fff_ffffL;
    FileLock lock = channel.tryLock(position, 1, false);
    return lock != null ? lock::release : channel.lock(position, 1, false)::release;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
