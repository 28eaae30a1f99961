package dev.holdfast.file;

import java.io.IOException;
import java.io.OutputStream;

/** Content that is in memory already, and is written without another copy. */
final class ByteContent implements Content {

  private final byte[] bytes;

  ByteContent(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
