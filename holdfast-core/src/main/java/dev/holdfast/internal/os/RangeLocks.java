package dev.holdfast.internal.os;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Kernel locks on single bytes of one file, held by this process against others.
 *
 * <p>A byte is locked at most once by an instance: its user sees to that. No method blocks. All may
 * be called from any thread. The kernel frees all locks when the process dies.
 */
public sealed interface RangeLocks extends Closeable permits OfdRangeLocks, ChannelRangeLocks {

  /** Set to {@code channel} to do without native calls; for platforms where these misbehave. */
  String PROVIDER_PROPERTY = "dev.holdfast.locks.provider";

  /**
   * The best provider for this platform.
   *
   * @param channel open for reading and writing on {@code file}; on return it belongs to the locks,
   *     which close it when that harms no others
   */
  static RangeLocks open(Path file, FileChannel channel) throws IOException {
    boolean channelWanted = "channel".equals(System.getProperty(PROVIDER_PROPERTY));
    return !channelWanted && OfdRangeLocks.supported()
        ? OfdRangeLocks.open(file, channel)
        : ChannelRangeLocks.open(file, channel);
  }

  /**
   * Locks a byte if nobody else has it locked in a conflicting mode.
   *
   * @throws IOException if the system fails for another reason, such as a file system without locks
   */
  boolean tryLock(long position, boolean shared) throws IOException;

  /**
   * Turns an exclusive lock of a byte into a shared one, if that can be done without a moment in
   * which it is not locked.
   *
   * @return was it done?
   */
  boolean share(long position) throws IOException;

  /** Unlocks a byte. */
  void unlock(long position) throws IOException;

  /**
   * Has another process (or another instance) a lock on this byte that conflicts with a shared, or
   * an exclusive, one?
   */
  boolean conflicts(long position, boolean shared) throws IOException;

  /** A word for people: which means is used. */
  String name();

  /** Frees all locks; the channel is not to be used any more. */
  @Override
  void close() throws IOException;
}
