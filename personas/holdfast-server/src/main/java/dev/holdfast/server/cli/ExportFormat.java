package dev.holdfast.server.cli;

import dev.holdfast.personas.exchange.JsonExport;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/** In which form personas are exported. See {@code docs/formats/exchange.md}. */
enum ExportFormat {
  /** The file of one persona as it is. */
  MARKDOWN,
  /** One persona, or a bundle. */
  JSON,
  /** The same in base64. */
  BASE64,
  /** A folder of files. */
  FOLDER;

  /** Reads the word on the command line. */
  static final class Option extends WordOption<ExportFormat> {
    Option() {
      super(ExportFormat.class);
    }
  }

  /**
   * Writes personas in a form that is one stream.
   *
   * @param bundle is it to be a bundle, also of one?
   */
  void write(SpooledPersonas personas, boolean bundle, JsonExport export, OutputStream out)
      throws IOException {
    switch (this) {
      case MARKDOWN -> personas.read((_, content) -> out.write(content));
      case JSON -> {
        json(personas, bundle, export, out);
        out.write('\n');
      }
      case BASE64 -> {
        OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(out));
        json(personas, bundle, export, encoded);
        encoded.close(); // writes what remains
        out.write('\n');
      }
      case FOLDER -> throw new IllegalStateException("a folder is no stream");
    }
  }

  private static void json(
      SpooledPersonas personas, boolean bundle, JsonExport export, OutputStream out)
      throws IOException {
    if (bundle) {
      export.writeBundle(personas, personas.count(), out);
    } else {
      personas.read((fileName, content) -> export.writeOne(fileName, content, out));
    }
  }

  /** The stream behind stays open. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
