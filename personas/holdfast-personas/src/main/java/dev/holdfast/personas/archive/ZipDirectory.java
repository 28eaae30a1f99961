package dev.holdfast.personas.archive;

import static dev.holdfast.personas.archive.ZipBytes.slice;
import static dev.holdfast.personas.archive.ZipBytes.u16;
import static dev.holdfast.personas.archive.ZipBytes.u32;

import dev.holdfast.personas.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the structure of a ZIP file, and accepts only files that everybody reads the same way. The
 * central directory and the local headers agree, and with the data they cover the file from its
 * first to its last byte, none twice: that leaves no room for hidden or overlapping entries (see
 * David Fifield, "A better zip bomb", WOOT 2019).
 */
final class ZipDirectory {

  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int ENCRYPTED = 0x2041;
  private static final int KNOWN_FLAGS = 0x080E;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZIP64_EXTRA = 0x0001;
  private static final int UNICODE_PATH_EXTRA = 0x7075;
  private static final int TYPE_MASK = 0xF000;
  private static final int REGULAR = 0x8000;
  private static final int DIRECTORY = 0x4000;

  private final ZipBytes zip;
  private final ZipEnd end;

  private ZipDirectory(ZipBytes zip, ZipEnd end) {
    this.zip = zip;
    this.end = end;
  }

  /** All entries, in the order of their data. */
  static List<ZipSlot> read(ZipBytes zip) throws IOException, ArchiveFault {
    return new ZipDirectory(zip, ZipEnd.find(zip)).slots();
  }

  private List<ZipSlot> slots() throws IOException, ArchiveFault {
    ByteBuffer directory = zip.read(end.directoryAt(), end.directoryBytes());
    List<CentralHeader> headers = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    long total = 0;
    for (int i = 0; i < end.entries(); i++) {
      CentralHeader header = next(directory);
      check(header);
      if (!keys.add(Names.key(header.name()))) {
        throw new ArchiveFault(
            header.name(), "another entry has this name, up to case and Unicode form");
      }
      total += header.bytes();
      if (total > ArchiveLimits.MAX_TOTAL_BYTES) {
        throw new ArchiveFault(
            "it expands to more than %d bytes".formatted(ArchiveLimits.MAX_TOTAL_BYTES));
      }
      headers.add(header);
    }
    if (directory.hasRemaining()) {
      throw new ArchiveFault("its central directory has more than its end says");
    }
    return locate(headers);
  }

  /** Walks from entry to entry through the data; each has to end where the next one begins. */
  private List<ZipSlot> locate(List<CentralHeader> headers) throws IOException, ArchiveFault {
    headers.sort(Comparator.comparingLong(CentralHeader::headerAt));
    List<ZipSlot> slots = new ArrayList<>();
    long at = 0;
    for (CentralHeader header : headers) {
      if (header.headerAt() != at) {
        throw new ArchiveFault(header.name(), "it overlaps another entry, or a gap is before it");
      }
      LocalHeader local = LocalHeader.read(zip, header);
      slots.add(
          new ZipSlot(
              header.name(),
              header.method() == DEFLATED,
              header.crc(),
              header.packedBytes(),
              header.bytes(),
              local.dataAt()));
      at = local.endAt();
      if (at > end.directoryAt()) {
        throw new ArchiveFault(header.name(), "it reaches into the central directory");
      }
    }
    if (at != end.directoryAt()) {
      throw new ArchiveFault("something hidden stands before its central directory");
    }
    return slots;
  }

  private static CentralHeader next(ByteBuffer directory) throws ArchiveFault {
    int at = directory.position();
    if (directory.remaining() < CENTRAL_LENGTH || directory.getInt(at) != CENTRAL) {
      throw new ArchiveFault("its central directory is cut off or damaged");
    }
    int nameBytes = u16(directory, at + 28);
    int extraBytes = u16(directory, at + 30);
    int length = CENTRAL_LENGTH + nameBytes + extraBytes + u16(directory, at + 32);
    if (directory.remaining() < length) {
      throw new ArchiveFault("its central directory is cut off or damaged");
    }
    byte[] name = slice(directory, at + CENTRAL_LENGTH, nameBytes);
    directory.position(at + length);
    return new CentralHeader(
        EntryNames.decode(name),
        name,
        slice(directory, at + CENTRAL_LENGTH + nameBytes, extraBytes),
        u16(directory, at + 8),
        u16(directory, at + 10),
        u32(directory, at + 16),
        u32(directory, at + 20),
        u32(directory, at + 24),
        u16(directory, at + 34),
        u16(directory, at + 40),
        u32(directory, at + 42));
  }

  private static void check(CentralHeader header) throws ArchiveFault {
    String name = header.name();
    String problem = EntryNames.problemOfPath(name).orElse(null);
    if (problem != null) {
      throw new ArchiveFault(name, problem);
    }
    if ((header.flags() & ENCRYPTED) != 0) {
      throw new ArchiveFault(name, "it is encrypted");
    }
    if ((header.flags() & ~KNOWN_FLAGS) != 0
        || (header.method() != STORED && header.method() != DEFLATED)) {
      throw new ArchiveFault(name, "it is packed in a way that is not read here");
    }
    if (header.method() == STORED
        && (header.bytes() != header.packedBytes() || header.hasDescriptor())) {
      throw new ArchiveFault(name, "it is stored, with two different lengths or none");
    }
    if (header.disk() != 0) {
      throw new ArchiveFault("it is split into several files");
    }
    int type = header.mode() & TYPE_MASK;
    if (type != 0 && type != (name.endsWith("/") ? DIRECTORY : REGULAR)) {
      throw new ArchiveFault(name, "it is a link or another special file");
    }
    if (name.endsWith("/") && header.bytes() != 0) {
      throw new ArchiveFault(name, "it is a directory with a content");
    }
    if (header.packedBytes() == 0xFFFF_FFFFL
        || header.bytes() == 0xFFFF_FFFFL
        || ZipExtra.has(name, header.extra(), ZIP64_EXTRA)) {
      throw new ArchiveFault(name, "it is in the zip64 form, which no persona needs");
    }
    if (ZipExtra.has(name, header.extra(), UNICODE_PATH_EXTRA)) {
      throw new ArchiveFault(name, "it has a second name");
    }
    if (ArchiveLimits.isBomb(header.bytes(), header.packedBytes())) {
      throw new ArchiveFault(
          name, "it expands to more than %d times its size".formatted(ArchiveLimits.MAX_RATIO));
    }
  }
}
