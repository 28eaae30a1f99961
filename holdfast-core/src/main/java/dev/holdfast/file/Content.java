package dev.holdfast.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is to be written to a file: bytes, text, a stream, or whatever a callback writes.
 *
 * {@snippet :
 * files.write(path, Content.text("hello"));
 * files.write(path, Content.from(in));
 * files.write(path, out -> document.save(out));
 * }
 */
@FunctionalInterface
public interface Content {

  /**
   * Writes the whole content, once. The stream is buffered; it need not be flushed or closed. If
   * this throws, the file stays as it was.
   */
  void writeTo(OutputStream out) throws IOException;

  /** These bytes. The array must not change until they are written. */
  static Content of(byte[] bytes) {
    return new ByteContent(bytes);
  }

  /** This text in UTF-8. */
  static Content text(CharSequence text) {
    return new ByteContent(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The rest of this stream, which stays the caller's to close. */
  static Content from(InputStream in) {
    return out -> in.transferTo(out);
  }
}
