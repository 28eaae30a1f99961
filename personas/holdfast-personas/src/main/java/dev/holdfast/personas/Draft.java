package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.PersonaException.Code;

/**
 * A file that is about to be written.
 *
 * @param bytes what will be written
 * @param file the same, read again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record Draft(byte[] bytes, PersonaFile file) {

  /**
   * Encodes and reads {@code text}, which has no lone surrogates.
   *
   * @throws PersonaException {@code INVALID_VALUE} if it is too large for a persona
   */
  static Draft of(String fileName, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > PersonaRules.MAX_FILE_BYTES) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s would have %d bytes; the limit is %d"
              .formatted(fileName, bytes.length, PersonaRules.MAX_FILE_BYTES),
          "Nothing was changed; shorten the instructions.");
    }
    return new Draft(bytes, PersonaFile.parse(fileName, bytes));
  }
}
