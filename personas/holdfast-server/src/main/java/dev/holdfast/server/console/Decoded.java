package dev.holdfast.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Bytes as text.
 *
 * @param exact are the bytes valid UTF-8, so that the text is the same?
 */
record Decoded(String text, boolean exact) {

  static Decoded of(byte[] bytes) {
    try {
      return new Decoded(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), true);
    } catch (CharacterCodingException e) {
      return new Decoded(new String(bytes, UTF_8), false);
    }
  }
}
