package dev.holdfast.personas.archive;

import static java.util.Objects.requireNonNull;

/**
 * A file that was there when a backup was made, and that no archive can hold.
 *
 * @param name its name, as it is: not safe to show
 * @param reason why, safe to show
 */
public record LeftOut(String name, String reason) {

  /** Checks that nothing is missing. */
  public LeftOut {
    requireNonNull(name);
    requireNonNull(reason);
  }

  /** Both on one line, safe to show. */
  public String shown() {
    return "%s: %s".formatted(Printable.quoted(name), reason);
  }
}
