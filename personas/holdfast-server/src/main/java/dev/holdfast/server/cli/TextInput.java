package dev.holdfast.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Text that an argument only points at. */
final class TextInput {

  /** No persona may be larger, so no field of one either. */
  private static final int MAX_BYTES = 512 << 10;

  private TextInput() {}

  /**
   * The text of a file, byte for byte.
   *
   * @param source a file name, or {@code -} for standard input
   * @throws CommandException if it cannot be read, is no UTF-8 or larger than a persona may be
   */
  static String read(Io io, String source) {
    boolean standardInput = source.equals("-");
    String what = standardInput ? "standard input" : source;
    byte[] bytes;
    try (InputStream in =
        standardInput ? unclosed(io.in()) : Files.newInputStream(io.path(source))) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw CommandException.failed(
          "cannot read %s: %s; nothing was changed".formatted(what, Failures.describe(e)), "");
    }
    if (bytes.length > MAX_BYTES) {
      throw CommandException.failed(
          "%s has more than %d KiB, the most a persona may have; nothing was changed"
              .formatted(what, MAX_BYTES >> 10),
          "");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw CommandException.failed(
          "%s is not UTF-8 text; nothing was changed".formatted(what),
          "convert it first, for example with iconv");
    }
  }

  private static InputStream unclosed(InputStream in) throws IOException {
    return new ByteArrayInputStream(in.readNBytes(MAX_BYTES + 1));
  }
}
