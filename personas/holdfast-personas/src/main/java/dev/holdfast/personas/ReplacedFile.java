package dev.holdfast.personas;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that is about to be replaced, kept open. No system call compares and renames: an editor
 * that takes no lock may begin to save between the last look at a file and its replacement. What it
 * writes goes into the old file then, which nobody finds by its name any more, but from here.
 *
 * <p>One that empties the file when it opens it, as most do, is seen. One that opened the file
 * before and begins to write after {@link #savedMeanwhile} has looked is not.
 */
final class ReplacedFile implements AutoCloseable {

  private static final long PAUSE_NANOS = 20_000_000;
  private static final long MOST_NANOS = 2_000_000_000;

  private final FileChannel channel;

  private ReplacedFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens the file that is there now.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  static ReplacedFile open(Path path) throws IOException {
    return new ReplacedFile(
        FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /**
   * What somebody saved there, if it is not what was known. Waits then until nobody has written for
   * {@link Settling#QUIET}, but two seconds at most. An interrupt does not end that, and stays.
   */
  Optional<byte[]> savedMeanwhile(byte[] known) throws IOException {
    boolean interrupted = Thread.interrupted(); // or it would close the file
    try {
      byte[] now = read();
      return Arrays.equals(now, known) ? Optional.empty() : Optional.of(settled(now));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private byte[] settled(byte[] first) throws IOException {
    long start = System.nanoTime();
    byte[] now = first;
    long since = start;
    while (System.nanoTime() - start < MOST_NANOS
        && (now.length == 0 || System.nanoTime() - since < Settling.QUIET.toNanos())) {
      LockSupport.parkNanos(PAUSE_NANOS);
      byte[] next = read();
      if (!Arrays.equals(next, now)) {
        now = next;
        since = System.nanoTime();
      }
    }
    return now;
  }

  private byte[] read() throws IOException {
    return Channels.newInputStream(channel.position(0)).readNBytes(PersonaRules.MAX_FILE_BYTES + 1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
