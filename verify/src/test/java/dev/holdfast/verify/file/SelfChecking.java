package dev.holdfast.verify.file;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * File contents that prove to be whole: length, checksum, version, and bytes that differ from
 * version to version everywhere.
 */
final class SelfChecking {
  private SelfChecking() {}

  private static final int HEADER_BYTES = 3 * Long.BYTES;

  /** The content of a version; its size varies with it up to {@code maxBytes}. */
  static byte[] content(long version, int maxBytes) {
    Random random = new Random(version);
    byte[] content = new byte[HEADER_BYTES + random.nextInt(maxBytes - HEADER_BYTES)];
    random.nextBytes(content);
    ByteBuffer.wrap(content).putLong(content.length).putLong(version).putLong(0);
    ByteBuffer.wrap(content).putLong(2 * Long.BYTES, checksum(content));
    return content;
  }

  /**
   * The version of a content.
   *
   * @throws AssertionError if it is not one whole version, with the kind of damage
   */
  static long versionOf(byte[] content) {
    if (content.length < HEADER_BYTES) {
      throw new AssertionError("torn: only %d bytes".formatted(content.length));
    }
    ByteBuffer header = ByteBuffer.wrap(content);
    long length = header.getLong();
    long version = header.getLong();
    long expected = header.getLong();
    if (length != content.length) {
      throw new AssertionError(
          "torn: %d bytes instead of %d of version %d".formatted(content.length, length, version));
    }
    if (expected != checksum(content)) {
      throw new AssertionError("torn: mixed with other bytes, version %d".formatted(version));
    }
    return version;
  }

  private static long checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content, 0, 2 * Long.BYTES);
    crc.update(content, HEADER_BYTES, content.length - HEADER_BYTES);
    return crc.getValue();
  }
}
