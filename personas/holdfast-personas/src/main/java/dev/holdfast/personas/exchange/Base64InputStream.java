package dev.holdfast.personas.exchange;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes base64 (RFC 4648) as people paste it: both alphabets, with or without padding, blanks and
 * line breaks anywhere. Anything else is refused with its place. Not thread-safe.
 */
final class Base64InputStream extends InputStream {

  private static final int END = -1;
  private static final int BLANK = -2;
  private static final int PAD = -3;
  private static final int WRONG = -4;

  private final InputStream in;
  private final byte[] bytes = new byte[3];
  private int ready;
  private int taken;
  private long place;
  private boolean ended;

  /**
   * @param in reads single bytes cheaply
   */
  Base64InputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    if (taken == ready && !fill()) {
      return -1;
    }
    return bytes[taken++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = 0;
    for (int c; count < length && (c = read()) >= 0; count++) {
      target[offset + count] = (byte) c;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Decodes the next group of four symbols; false at the end. */
  private boolean fill() throws IOException {
    int group = 0;
    int symbols = 0;
    while (!ended && symbols < 4) {
      int value = next();
      if (value >= 0) {
        group = group << 6 | value;
        symbols++;
      } else {
        ended = true;
        if (value == PAD) {
          requirePadding(symbols);
        }
      }
    }
    if (symbols == 1) {
      throw refusal("ends in the middle, after character " + place);
    }
    group <<= 6 * (4 - symbols);
    taken = 0;
    ready = symbols * 6 / 8;
    for (int i = 0; i < 3; i++) {
      bytes[i] = (byte) (group >> (16 - 8 * i));
    }
    return ready > 0;
  }

  /** One pad was read after {@code symbols} of a group. */
  private void requirePadding(int symbols) throws IOException {
    long padded = place;
    int after = next();
    if (symbols == 2 && after == PAD) {
      after = next();
    } else if (symbols != 3) {
      throw refusal("has a '=' in the wrong place, at character " + padded);
    }
    if (after != END) {
      throw refusal("goes on behind its end, at character " + place);
    }
  }

  /** The value of the next symbol, {@link #PAD} or {@link #END}. */
  private int next() throws IOException {
    while (true) {
      int c = in.read();
      place++;
      int value = c < 0 ? END : valueOf(c);
      if (value == WRONG) {
        String shown = c > ' ' && c < 0x7F ? "'%c'".formatted(c) : "byte 0x%02X".formatted(c);
        throw refusal("has a %s at character %d".formatted(shown, place));
      }
      if (value != BLANK) {
        return value;
      }
    }
  }

  /** Can {@code c} stand in base64? */
  static boolean isSymbol(int c) {
    return valueOf(c) != WRONG;
  }

  private static int valueOf(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      case '=' -> PAD;
      case ' ', '\t', '\r', '\n', '\f' -> BLANK;
      default -> WRONG;
    };
  }

  private static RuntimeException refusal(String what) {
    return Refusal.of(
        "the text was read as base64, but it " + what,
        "Paste all of it and nothing else. " + Refusal.FORMS);
  }
}
