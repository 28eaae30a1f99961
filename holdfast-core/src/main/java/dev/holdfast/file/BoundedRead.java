package dev.holdfast.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads a file whole, with one open and no question for its size, if it is not too large. */
final class BoundedRead {

  /** Most files are smaller, and then are read by one call and a second one that meets the end. */
  private static final int FIRST_BYTES = 8192;

  /** The JDK copies through a buffer outside of the heap, as large as what is asked for. */
  private static final int MAX_CALL_BYTES = 1 << 20;

  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 16;

  private BoundedRead() {}

  static byte[] read(Path path, long maxBytes) throws IOException {
    if (maxBytes < 0 || maxBytes > MAX_ARRAY_BYTES) {
      throw new IllegalArgumentException("cannot read up to %d bytes at once".formatted(maxBytes));
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] bytes = new byte[FIRST_BYTES];
      int length = 0;
      while (true) {
        int count = Math.min(bytes.length - length, MAX_CALL_BYTES);
        int taken = channel.read(ByteBuffer.wrap(bytes, length, count));
        if (taken < 0) {
          return Arrays.copyOf(bytes, length);
        }
        length += taken;
        if (length > maxBytes) {
          throw new FileTooLargeException(path, maxBytes);
        }
        if (length == bytes.length) {
          // One more than expected, to meet the end.
          long wanted = Math.max(channel.size() + 1, 2L * length);
          bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, MAX_ARRAY_BYTES));
        }
      }
    }
  }
}
