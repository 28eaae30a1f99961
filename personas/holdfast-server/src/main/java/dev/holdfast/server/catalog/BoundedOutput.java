package dev.holdfast.server.catalog;

import java.io.ByteArrayOutputStream;

/** Collects bytes, and refuses to grow beyond a limit. */
final class BoundedOutput extends ByteArrayOutputStream {

  private final int mostBytes;

  BoundedOutput(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Ends the work of a tool with TOO_LARGE. */
  static ToolException tooLarge(int mostBytes) {
    return new ToolException(
        "TOO_LARGE",
        "What is to be exported has more than "
            + (mostBytes >> 20)
            + " MiB, too much for an answer.",
        "Export them one by one; or all to a file, however many they are, in a shell: holdfast"
            + " personas export --all --output FILE");
  }

  @Override
  public synchronized void write(int one) {
    require(1);
    super.write(one);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    require(length);
    super.write(bytes, offset, length);
  }

  private void require(int more) {
    if (more > mostBytes - count) {
      throw tooLarge(mostBytes);
    }
  }
}
