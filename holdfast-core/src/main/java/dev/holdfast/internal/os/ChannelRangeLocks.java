package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The portable provider: {@link FileChannel#tryLock}.
 *
 * <p>On POSIX systems such a lock belongs to the process and is dropped when <em>any</em> channel
 * on the file is closed. So a channel is never closed while another one of the process is on the
 * same file ({@link OpenChannels}); content is reached through a mapping, because an interrupt
 * during a read or write would close the channel.
 */
final class ChannelRangeLocks implements RangeLocks {

  private final FileChannel channel;
  private final String identity;

  /** Strong references: an unreferenced lock would be dropped with its channel. */
  private final ConcurrentHashMap<Long, FileLock> held = new ConcurrentHashMap<>();

  private ChannelRangeLocks(FileChannel channel, String identity) {
    this.channel = channel;
    this.identity = identity;
  }

  static ChannelRangeLocks open(Path file, FileChannel channel) throws IOException {
    return new ChannelRangeLocks(channel, OpenChannels.use(file, channel));
  }

  @Override
  public boolean tryLock(long position, boolean shared) throws IOException {
    @Nullable FileLock lock = attempt(position, shared);
    if (lock == null) {
      return false;
    }
    held.put(position, lock);
    return true;
  }

  private @Nullable FileLock attempt(long position, boolean shared) throws IOException {
    try {
      return channel.tryLock(position, 1, shared);
    } catch (OverlappingFileLockException e) {
      return null; // held in this process by another class loader's copy of this class
    }
  }

  /** {@link FileChannel} has no way to change a lock. */
  @Override
  public boolean share(long position) {
    return false;
  }

  @Override
  public void unlock(long position) throws IOException {
    FileLock lock = held.remove(position);
    if (lock != null) {
      lock.release();
    }
  }

  @Override
  public boolean conflicts(long position, boolean shared) throws IOException {
    if (held.containsKey(position)) {
      return false;
    }
    // Two shared probes at once do not take each other for a holder.
    FileLock probe = attempt(position, shared);
    if (probe == null) {
      return true;
    }
    probe.release();
    return false;
  }

  @Override
  public String name() {
    return "file channel";
  }

  @Override
  public void close() throws IOException {
    try {
      for (long position : List.copyOf(held.keySet())) {
        unlock(position);
      }
    } finally {
      OpenChannels.giveUp(identity, channel);
    }
  }
}
