package dev.holdfast.personas.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** ZIP files made by hand, so that they can be as wrong as a test wants. */
final class HandZip {

  /** An entry; the fields say what its headers say. */
  static final class Entry {
    byte[] name;
    byte[] localName;
    byte[] data;
    byte[] extra = new byte[0];
    byte[] localExtra = new byte[0];
    int flags = 0x0800;
    int localFlags = 0x0800;
    int method = 8;
    int localMethod = 8;
    long crc;
    long localCrc;
    long packed;
    long localPacked;
    long size;
    long localSize;
    int mode = 0100644;
    int disk;
    byte[] behind = new byte[0];
    boolean inDirectory = true;
    long headerAt = -1;
  }

  private final List<Entry> entries = new ArrayList<>();
  byte[] before = new byte[0];
  byte[] beforeDirectory = new byte[0];
  byte[] beforeEnd = new byte[0];
  byte[] comment = new byte[0];
  int countOffset;

  HandZip add(String name, byte[] content) {
    return add(name, content, e -> {});
  }

  HandZip add(String name, byte[] content, Consumer<Entry> change) {
    Entry entry = new Entry();
    entry.name = entry.localName = name.getBytes(UTF_8);
    entry.data = deflated(content);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.crc = entry.localCrc = crc.getValue();
    entry.packed = entry.localPacked = entry.data.length;
    entry.size = entry.localSize = content.length;
    change.accept(entry);
    entries.add(entry);
    return this;
  }

  /** Adds {@code content} without compression. */
  HandZip store(String name, byte[] content) {
    return add(
        name,
        content,
        e -> {
          e.method = e.localMethod = 0;
          e.data = content;
          e.packed = e.localPacked = content.length;
        });
  }

  HandZip with(Consumer<HandZip> change) {
    change.accept(this);
    return this;
  }

  static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    while (!deflater.finished()) {
      out.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return out.toByteArray();
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before);
    for (Entry e : entries) {
      if (e.headerAt < 0) {
        e.headerAt = out.size();
      }
      out.writeBytes(
          le(30 + e.localName.length + e.localExtra.length)
              .putInt(0x04034b50)
              .putShort((short) 20)
              .putShort((short) e.localFlags)
              .putShort((short) e.localMethod)
              .putInt(0)
              .putInt((int) e.localCrc)
              .putInt((int) e.localPacked)
              .putInt((int) e.localSize)
              .putShort((short) e.localName.length)
              .putShort((short) e.localExtra.length)
              .put(e.localName)
              .put(e.localExtra)
              .array());
      out.writeBytes(e.data);
      out.writeBytes(e.behind);
    }
    out.writeBytes(beforeDirectory);
    int directoryAt = out.size();
    int count = countOffset;
    for (Entry e : entries) {
      if (e.inDirectory) {
        count++;
        out.writeBytes(central(e));
      }
    }
    int directoryBytes = out.size() - directoryAt;
    out.writeBytes(beforeEnd);
    out.writeBytes(
        le(22 + comment.length)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) count)
            .putShort((short) count)
            .putInt(directoryBytes)
            .putInt(directoryAt)
            .putShort((short) comment.length)
            .put(comment)
            .array());
    return out.toByteArray();
  }

  private static byte[] central(Entry e) {
    return le(46 + e.name.length + e.extra.length)
        .putInt(0x02014b50)
        .putShort((short) (3 << 8 | 20))
        .putShort((short) 20)
        .putShort((short) e.flags)
        .putShort((short) e.method)
        .putInt(0)
        .putInt((int) e.crc)
        .putInt((int) e.packed)
        .putInt((int) e.size)
        .putShort((short) e.name.length)
        .putShort((short) e.extra.length)
        .putShort((short) 0)
        .putShort((short) e.disk)
        .putShort((short) 0)
        .putInt(e.mode << 16)
        .putInt((int) e.headerAt)
        .put(e.name)
        .put(e.extra)
        .array();
  }

  static ByteBuffer le(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
