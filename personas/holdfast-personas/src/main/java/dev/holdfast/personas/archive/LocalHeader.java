package dev.holdfast.personas.archive;

import static dev.holdfast.personas.archive.ZipBytes.slice;
import static dev.holdfast.personas.archive.ZipBytes.u16;
import static dev.holdfast.personas.archive.ZipBytes.u32;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What stands around the data of an entry, after it was compared with the central directory.
 *
 * @param dataAt where the data begin
 * @param endAt where the next entry has to begin
 */
record LocalHeader(long dataAt, long endAt) {

  private static final int LOCAL = 0x04034b50;
  private static final int LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int DESCRIPTOR_BYTES = 12;
  private static final int COMPRESSION_OPTIONS = 0x0006;
  private static final int ZIP64_EXTRA = 0x0001;
  private static final int UNICODE_PATH_EXTRA = 0x7075;

  static LocalHeader read(ZipBytes zip, CentralHeader central) throws IOException, ArchiveFault {
    ByteBuffer fixed = zip.read(central.headerAt(), LENGTH);
    int nameBytes = u16(fixed, 26);
    int extraBytes = u16(fixed, 28);
    ByteBuffer rest = zip.read(central.headerAt() + LENGTH, nameBytes + extraBytes);
    if (fixed.getInt(0) != LOCAL
        || ((u16(fixed, 6) ^ central.flags()) & ~COMPRESSION_OPTIONS) != 0
        || u16(fixed, 8) != central.method()
        || !Arrays.equals(slice(rest, 0, nameBytes), central.nameBytes())
        || !agrees(u32(fixed, 14), central.crc(), central)
        || !agrees(u32(fixed, 18), central.packedBytes(), central)
        || !agrees(u32(fixed, 22), central.bytes(), central)) {
      throw disagrees(central);
    }
    byte[] extra = slice(rest, nameBytes, extraBytes);
    if (ZipExtra.has(central.name(), extra, ZIP64_EXTRA)
        || ZipExtra.has(central.name(), extra, UNICODE_PATH_EXTRA)) {
      throw disagrees(central);
    }
    long dataAt = central.headerAt() + LENGTH + nameBytes + extraBytes;
    long dataEnd = dataAt + central.packedBytes();
    return new LocalHeader(dataAt, dataEnd + descriptorBytes(zip, central, dataEnd));
  }

  private static boolean agrees(long here, long there, CentralHeader central) {
    return here == there || (here == 0 && central.hasDescriptor());
  }

  /** The descriptor has a signature or not; nothing else tells which. */
  private static int descriptorBytes(ZipBytes zip, CentralHeader central, long at)
      throws IOException, ArchiveFault {
    if (!central.hasDescriptor()) {
      return 0;
    }
    int skip = zip.read(at, 4).getInt(0) == DESCRIPTOR ? 4 : 0;
    ByteBuffer numbers = zip.read(at + skip, DESCRIPTOR_BYTES);
    if (u32(numbers, 0) != central.crc()
        || u32(numbers, 4) != central.packedBytes()
        || u32(numbers, 8) != central.bytes()) {
      throw disagrees(central);
    }
    return skip + DESCRIPTOR_BYTES;
  }

  private static ArchiveFault disagrees(CentralHeader central) {
    return new ArchiveFault(
        central.name(), "its header and the central directory say different things");
  }
}
