package dev.holdfast.personas.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a backup comes from. What it says of people and programs is a note, not a proof.
 *
 * @param taken when, by the clock of the machine; cut to milliseconds
 * @param kind why
 * @param user who asked for it; empty if nobody knows
 * @param client the program that asked, with its version; empty if nobody knows
 */
public record Origin(Instant taken, BackupKind kind, String user, String client) {

  /** The longest {@code user} and {@code client}, in chars. */
  public static final int MAX_WORDS = 1_000;

  /**
   * Checks the words.
   *
   * @throws IllegalArgumentException if one is longer than {@link #MAX_WORDS}, or has half of a
   *     surrogate pair
   */
  public Origin {
    taken = taken.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(kind);
    if (user.length() > MAX_WORDS || client.length() > MAX_WORDS) {
      throw new IllegalArgumentException(
          "user and client have %d chars at most".formatted(MAX_WORDS));
    }
    if (!UTF_8.newEncoder().canEncode(user) || !UTF_8.newEncoder().canEncode(client)) {
      throw new IllegalArgumentException("user and client are whole Unicode text");
    }
  }
}
