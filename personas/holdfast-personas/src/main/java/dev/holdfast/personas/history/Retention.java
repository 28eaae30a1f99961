package dev.holdfast.personas.history;

import java.time.Duration;

/**
 * How much history is kept.
 *
 * @param changes of each persona, the latest ones
 * @param deleted how long the history of a persona that is gone is kept after its last change
 */
public record Retention(int changes, Duration deleted) {

  /** A hundred changes of each persona; a year for those that are gone. */
  public static final Retention DEFAULT = new Retention(100, Duration.ofDays(365));

  /** Refuses what would keep nothing. */
  public Retention {
    if (changes < 1 || deleted.isNegative()) {
      throw new IllegalArgumentException(
          "at least one change must be kept, for a time that is not negative");
    }
  }
}
