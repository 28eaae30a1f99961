package dev.holdfast.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads a file whole, if it is not too large: into an array of its size, since to move what was
 * read costs as much as a call. The size is a guess: a file may grow or shrink meanwhile, those of
 * {@code /proc} say that they are empty, and those of {@code /sys} that they are larger.
 */
final class BoundedRead {

  /** For a file that says that it is empty. */
  private static final int UNKNOWN_BYTES = 8192;

  /** The JDK copies through a buffer outside of the heap, as large as what is asked for. */
  private static final int MAX_CALL_BYTES = 1 << 20;

  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 16;

  private BoundedRead() {}

  static byte[] read(Path path, long maxBytes) throws IOException {
    if (maxBytes < 0 || maxBytes > MAX_ARRAY_BYTES) {
      throw new IllegalArgumentException("cannot read up to %d bytes at once".formatted(maxBytes));
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] bytes = new byte[(int) Math.min(size == 0 ? UNKNOWN_BYTES : size, maxBytes)];
      int length = 0;
      while (true) {
        boolean full = length == bytes.length;
        ByteBuffer room =
            full
                ? ByteBuffer.allocate(1) // for the end
                : ByteBuffer.wrap(bytes, length, Math.min(bytes.length - length, MAX_CALL_BYTES));
        int taken = channel.read(room);
        if (taken < 0) {
          return full ? bytes : Arrays.copyOf(bytes, length);
        }
        if ((long) length + taken > maxBytes) {
          throw new FileTooLargeException(path, maxBytes);
        }
        if (full) {
          long wanted = Math.max(channel.size(), 2L * length + 1);
          bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, maxBytes));
          bytes[length] = room.get(0);
        }
        length += taken;
      }
    }
  }
}
