package dev.holdfast.internal.tree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Hashes the contents of many files, one after the other, with one buffer: many files leave little
 * for the collector, whose pauses stop writers too. For one thread.
 */
public final class FileHasher {

  /** A content that was read to its end. */
  public record Hashed(String sha256, long length) {}

  private static final int BUFFER_BYTES = 65_536;

  private final MessageDigest digest = Sha256.start();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /**
   * Reads a file of any size. A symbolic link is not followed. Not interruptible.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public Hashed hash(Path file) throws IOException {
    digest.reset(); // the one before may have failed in the middle
    long length = 0;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int taken = in.read(buffer); taken >= 0; taken = in.read(buffer)) {
        digest.update(buffer, 0, taken);
        length += taken;
      }
    }
    return new Hashed(Sha256.end(digest), length);
  }
}
