package dev.holdfast.personas.exchange;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes the {@code %XX} of a link (RFC 3986). Blanks and line breaks at the end do not count; in
 * the middle they are passed on or refused. Not thread-safe.
 */
final class PercentInputStream extends InputStream {

  private final InputStream in;
  private final boolean blanksPass;
  private long place;

  /**
   * @param in reads single bytes cheaply
   * @param blanksPass does a reader behind this one take care of blanks?
   */
  PercentInputStream(InputStream in, boolean blanksPass) {
    this.in = in;
    this.blanksPass = blanksPass;
  }

  @Override
  public int read() throws IOException {
    int c = next();
    if (c == '%') {
      return hexDigit() << 4 | hexDigit();
    }
    if (isBlank(c) && !blanksPass) {
      while (isBlank(c)) {
        c = next();
      }
      if (c >= 0) {
        throw refusal("a blank or line break");
      }
      return -1;
    }
    if (c == '#' || c >= 0x7F || (c >= 0 && c < ' ' && !isBlank(c))) {
      throw refusal(c == '#' ? "a '#'" : "the byte 0x%02X".formatted(c));
    }
    return c;
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

  private int next() throws IOException {
    place++;
    return in.read();
  }

  private int hexDigit() throws IOException {
    int digit = Character.digit(next(), 16);
    if (digit < 0) {
      throw refusal("a '%' without two hexadecimal digits");
    }
    return digit;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private RuntimeException refusal(String what) {
    return Refusal.of(
        "the data of the link has %s at character %d, which must be escaped".formatted(what, place),
        "Copy the whole link once more; a link with ';base64,' survives copying best.");
  }
}
