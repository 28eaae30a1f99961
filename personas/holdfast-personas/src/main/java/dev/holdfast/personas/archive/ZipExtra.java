package dev.holdfast.personas.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The extra fields of a header: a number, a length, as many bytes, and so on. */
final class ZipExtra {
  private ZipExtra() {}

  /** Is there the field of number {@code id}? */
  static boolean has(String entry, byte[] extra, int id) throws ArchiveFault {
    ByteBuffer bytes = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
    boolean found = false;
    while (bytes.remaining() >= 4) {
      found |= Short.toUnsignedInt(bytes.getShort()) == id;
      int length = Short.toUnsignedInt(bytes.getShort());
      if (length > bytes.remaining()) {
        throw new ArchiveFault(entry, "its extra fields are damaged");
      }
      bytes.position(bytes.position() + length);
    }
    if (bytes.hasRemaining()) {
      throw new ArchiveFault(entry, "its extra fields are damaged");
    }
    return found;
  }
}
