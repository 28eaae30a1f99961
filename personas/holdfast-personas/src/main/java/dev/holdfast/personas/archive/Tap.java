package dev.holdfast.personas.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that can be shut: then nothing arrives any more. Closing it closes nothing. */
final class Tap extends FilterOutputStream {

  private boolean shut;

  Tap(OutputStream out) {
    super(out);
  }

  void shut() {
    shut = true;
  }

  boolean isShut() {
    return shut;
  }

  @Override
  public void write(int b) throws IOException {
    if (!shut) {
      out.write(b);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (!shut) {
      out.write(bytes, from, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!shut) {
      out.flush();
    }
  }

  @Override
  public void close() {
    shut = true;
  }
}
