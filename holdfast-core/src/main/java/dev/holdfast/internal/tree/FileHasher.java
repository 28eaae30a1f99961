package dev.holdfast.tx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/** Compares many files with what is written of them, one after the other. */
final class StagedContents {

  private static final int BUFFER_BYTES = 65_536;

  private final MessageDigest digest = Sha256.start();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * Has the file this content?
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  boolean are(Path file, long length, String sha256) throws IOException {
    long read = 0;
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      while (channel.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
        read += buffer.limit();
      }
    }
    return Sha256.end(digest).equals(sha256) && read == length;
  }
}
