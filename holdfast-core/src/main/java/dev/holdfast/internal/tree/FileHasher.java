package dev.holdfast.internal.tree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Hashes the contents of many files, one after the other, with one buffer: many files leave little
 * for the collector, whose pauses stop writers too. For one thread.
 */
public final class FileHasher {

  /** A content that was read to its end. */
  public record Hashed(String sha256, long length) {}

  private static final int BUFFER_BYTES = 65_536;

  private final MessageDigest digest = Sha256.start();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Reads a file of any size. A symbolic link is not followed.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public Hashed hash(Path file) throws IOException {
    digest.reset(); // the one before may have failed in the middle
    long length = 0;
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (channel.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
        length += buffer.limit();
      }
    }
    return new Hashed(Sha256.end(digest), length);
  }
}
