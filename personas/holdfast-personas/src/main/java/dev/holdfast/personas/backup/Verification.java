package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.archive.Damage;
import java.util.List;

/**
 * What came out when a backup was verified.
 *
 * @param name its file name
 * @param personas how many files it is to have; 0 if it does not even say that
 * @param damage what is wrong; empty if nothing is
 */
public record Verification(String name, int personas, List<Damage> damage) {

  /** Copies the list. */
  public Verification {
    requireNonNull(name);
    damage = List.copyOf(damage);
  }

  /** Is nothing wrong? */
  public boolean isWhole() {
    return damage.isEmpty();
  }
}
