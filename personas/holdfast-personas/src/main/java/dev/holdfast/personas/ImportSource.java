package dev.holdfast.personas;

import java.io.IOException;

/** Where personas to be imported come from. */
public interface ImportSource {

  /**
   * Gives all of them, in order. May be called several times, and gives the same each time.
   *
   * @throws IOException if it cannot be read, or what the receiver throws
   * @throws PersonaException {@code INVALID_VALUE} or {@code INVALID_FILE} if the source as a whole
   *     is malformed or breaks a limit
   */
  void read(Receiver receiver) throws IOException;

  /** Takes one persona after the other. */
  interface Receiver {
    /**
     * Takes a persona.
     *
     * @param fileName as the source says, not to be trusted
     * @param content the bytes of its file
     */
    void persona(String fileName, byte[] content) throws IOException;
  }
}
