package dev.holdfast.personas.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The bytes of an archive by their place. Its length is that at the beginning, for good. */
final class ZipBytes {

  private final FileChannel channel;
  private final long size;

  ZipBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  /** Exactly {@code length} bytes, little-endian. */
  ByteBuffer read(long at, int length) throws IOException, ArchiveFault {
    if (at < 0 || length < 0 || at > size - length) {
      throw new ArchiveFault("the archive ends before all of it is there");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new ArchiveFault("the archive became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  static int u16(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  static long u32(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  static byte[] slice(ByteBuffer bytes, int at, int length) {
    byte[] slice = new byte[length];
    bytes.get(at, slice);
    return slice;
  }
}
