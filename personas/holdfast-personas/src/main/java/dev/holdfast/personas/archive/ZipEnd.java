package dev.holdfast.personas.archive;

import static dev.holdfast.personas.archive.ZipBytes.u16;
import static dev.holdfast.personas.archive.ZipBytes.u32;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end record of a ZIP file. Only one place may look like it: programs search for it in
 * different ways, and would find different files.
 *
 * @param entries how many entries the central directory has
 * @param directoryAt where the central directory begins; it reaches to the end record
 * @param directoryBytes its length
 */
record ZipEnd(int entries, long directoryAt, int directoryBytes) {

  private static final int SIGNATURE = 0x06054b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LENGTH = 22;
  private static final int LOCATOR_64_LENGTH = 20;
  private static final int MAX_COMMENT = 0xFFFF;

  static ZipEnd find(ZipBytes zip) throws IOException, ArchiveFault {
    if (zip.size() > ArchiveLimits.MAX_ARCHIVE_BYTES) {
      throw new ArchiveFault("it is larger than 4 GiB");
    }
    int length = (int) Math.min(zip.size(), LENGTH + MAX_COMMENT);
    long tailAt = zip.size() - length;
    ByteBuffer tail = zip.read(tailAt, length);
    int found = -1;
    for (int at = 0; at <= length - LENGTH; at++) {
      if (tail.getInt(at) == SIGNATURE && u16(tail, at + 20) == length - at - LENGTH) {
        if (found >= 0) {
          throw new ArchiveFault("it has two ends, so that it holds two sets of files");
        }
        found = at;
      }
    }
    if (found < 0) {
      throw new ArchiveFault("this is no ZIP file, or its end is missing");
    }
    return read(zip, tail, found, tailAt + found);
  }

  private static ZipEnd read(ZipBytes zip, ByteBuffer tail, int at, long place)
      throws IOException, ArchiveFault {
    int entries = u16(tail, at + 10);
    long bytes = u32(tail, at + 12);
    long directoryAt = u32(tail, at + 16);
    if (entries == 0xFFFF || bytes == 0xFFFF_FFFFL || directoryAt == 0xFFFF_FFFFL) {
      throw new ArchiveFault("it is in the zip64 form, which no archive of personas needs");
    }
    if (place >= LOCATOR_64_LENGTH
        && zip.read(place - LOCATOR_64_LENGTH, 4).getInt(0) == LOCATOR_64) {
      throw new ArchiveFault("it is in the zip64 form, which no archive of personas needs");
    }
    if (u16(tail, at + 4) != 0 || u16(tail, at + 6) != 0 || u16(tail, at + 8) != entries) {
      throw new ArchiveFault("it is split into several files");
    }
    if (entries > ArchiveLimits.MAX_ENTRIES) {
      throw new ArchiveFault(
          "it has %d entries; the limit is %d".formatted(entries, ArchiveLimits.MAX_ENTRIES));
    }
    if (bytes > ArchiveLimits.MAX_DIRECTORY_BYTES) {
      throw new ArchiveFault("its central directory is too large");
    }
    if (directoryAt + bytes != place) {
      throw new ArchiveFault("its central directory is not where its end says");
    }
    return new ZipEnd(entries, directoryAt, (int) bytes);
  }
}
