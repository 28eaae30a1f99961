package dev.holdfast.personas.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the content of an entry, which is exactly as long as it says and has its CRC-32. */
final class EntryContent {

  private static final int CHUNK = 8 << 10;

  private EntryContent() {}

  /**
   * The content.
   *
   * @param most the longest that is wanted
   */
  static byte[] read(ZipBytes zip, ZipSlot slot, int most) throws IOException, ArchiveFault {
    if (slot.bytes() > most) {
      throw new ArchiveFault(
          slot.name(), "it has %d bytes; the limit is %d".formatted(slot.bytes(), most));
    }
    byte[] content =
        slot.deflated() ? inflate(zip, slot) : zip.read(slot.dataAt(), (int) slot.bytes()).array();
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != slot.crc()) {
      throw new ArchiveFault(slot.name(), "its content does not have the CRC-32 that it says");
    }
    return content;
  }

  private static byte[] inflate(ZipBytes zip, ZipSlot slot) throws IOException, ArchiveFault {
    byte[] content = new byte[(int) slot.bytes()];
    try (Inflater inflater = new Inflater(true)) {
      long fed = 0;
      int filled = 0;
      byte[] excess = new byte[1];
      while (!inflater.finished()) {
        if (inflater.needsInput() && fed < slot.packedBytes()) {
          int length = (int) Math.min(CHUNK, slot.packedBytes() - fed);
          ByteBuffer chunk = zip.read(slot.dataAt() + fed, length);
          inflater.setInput(chunk);
          fed += length;
        }
        boolean full = filled == content.length;
        int got =
            full
                ? inflater.inflate(excess)
                : inflater.inflate(content, filled, content.length - filled);
        if (full && got > 0) {
          throw new ArchiveFault(slot.name(), "its content is longer than it says");
        }
        filled += got;
        if (got == 0
            && !inflater.finished()
            && (fed == slot.packedBytes() || !inflater.needsInput())) {
          throw new ArchiveFault(slot.name(), "its compressed content is cut off");
        }
      }
      if (filled != content.length || inflater.getBytesRead() != slot.packedBytes()) {
        throw new ArchiveFault(slot.name(), "its content is shorter than it says");
      }
      return content;
    } catch (DataFormatException e) {
      throw new ArchiveFault(slot.name(), "its compressed content is damaged");
    }
  }
}
