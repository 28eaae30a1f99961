package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

/**
 * The text of a persona.
 *
 * @param fileName what its file is called now
 * @param revision of this text
 * @param bytes the text
 */
@SuppressWarnings("ArrayRecordComponent") // compare revisions
public record PersonaSource(String fileName, String revision, byte[] bytes) {

  /** A text. */
  public PersonaSource {
    requireNonNull(fileName);
    requireNonNull(revision);
    requireNonNull(bytes);
  }
}
