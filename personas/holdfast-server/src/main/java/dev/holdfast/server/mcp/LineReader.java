package dev.holdfast.server.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines and never holds more than a limit of one.
 *
 * <p>A line ends with LF or with the stream. One line is in work at a time: {@link #next} skips
 * what was left of the line before. Not for use by several threads.
 */
final class LineReader {

  /**
   * A line without its LF.
   *
   * @param bytes the line, or its first bytes up to the limit
   * @param tooLong does the line go on behind {@code bytes}? Then {@link LineReader#rest} has it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from reader to parser, never compared
  record Line(byte[] bytes, boolean tooLong) {}

  private static final int BLOCK_BYTES = 64 * 1024;

  private final InputStream in;
  private final int limitBytes;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int position;
  private int end;
  private boolean insideLine;

  LineReader(InputStream in, int limitBytes) {
    this.in = in;
    this.limitBytes = limitBytes;
  }

  /**
   * The next line.
   *
   * @return null at the end of the stream
   * @throws IOException if the stream cannot be read
   */
  @Nullable Line next() throws IOException {
    skipRest();
    if (position == end && !fill()) {
      return null;
    }
    insideLine = true;
    ByteArrayOutputStream line = new ByteArrayOutputStream(end - position);
    while (insideLine && (position < end || fill())) {
      int length = Math.min(lengthInBlock(), limitBytes - line.size());
      line.write(block, position, length);
      position += length;
      if (position < end && block[position] == '\n') {
        endLine();
      } else if (line.size() == limitBytes && (position < end || fill())) {
        if (block[position] == '\n') {
          endLine();
        } else {
          return new Line(line.toByteArray(), true);
        }
      }
    }
    insideLine = false; // the stream may have ended without LF
    return new Line(line.toByteArray(), false);
  }

  /** What is left of the line that {@link #next} returned too long; ends where the line ends. */
  InputStream rest() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        if (!insideLine || (position == end && !fill())) {
          insideLine = false;
          return -1;
        }
        int count = Math.min(lengthInBlock(), length);
        if (count == 0) {
          endLine();
          return -1;
        }
        System.arraycopy(block, position, target, offset, count);
        position += count;
        return count;
      }
    };
  }

  private void skipRest() throws IOException {
    while (insideLine && (position < end || fill())) {
      position += lengthInBlock();
      if (position < end) {
        endLine();
      }
    }
    insideLine = false;
  }

  private void endLine() {
    position++;
    insideLine = false;
  }

  /** Bytes of the line in the block, up to LF or the block's end. */
  private int lengthInBlock() {
    int i = position;
    while (i < end && block[i] != '\n') {
      i++;
    }
    return i - position;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(in.read(block), 0);
    return end > 0;
  }
}
