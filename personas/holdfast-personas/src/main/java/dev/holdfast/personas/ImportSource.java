package dev.holdfast.personas;

import java.io.IOException;

/**
 * Where personas to be imported come from. May be read several times, and gives the same each time.
 */
public interface ImportSource {

  /**
   * Hands over every persona, one call each, in the order of the source. No more than one persona
   * is held in memory by the source. What the receiver throws ends the reading and comes out here.
   *
   * @throws PersonaException {@code INVALID_VALUE}, {@code INVALID_FILE} if the source as a whole
   *     is malformed or breaks a limit; personas may have been handed over before that is known
   * @throws IOException if it cannot be read
   */
  void read(Receiver receiver) throws IOException;

  /** Takes the personas. */
  interface Receiver {

    /**
     * Takes the next persona. Nothing is known of it but that it is not too large: it may break any
     * rule.
     *
     * @param fileName as the source says, untrusted; empty if it says nothing
     * @param content a persona file's bytes, given away
     * @throws IOException if the receiver cannot keep it
     */
    void persona(String fileName, byte[] content) throws IOException;

    /**
     * Hears of one that is there and that the source cannot give. Whoever does not expect that
     * refuses, so that nothing is left out silently.
     *
     * @param fileName untrusted
     * @param reason why, safe to show
     * @throws PersonaException {@code INVALID_FILE}
     * @throws IOException if the receiver cannot keep it
     */
    default void leftOut(String fileName, String reason) throws IOException {
      throw new PersonaException(
          PersonaException.Code.INVALID_FILE,
          "%s cannot be taken along: %s".formatted(Show.plain(fileName), reason),
          "Mend, rename or remove it, then repeat.");
    }
  }
}
