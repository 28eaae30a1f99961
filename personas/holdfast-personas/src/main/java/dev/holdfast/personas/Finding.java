package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

/**
 * Something that was found in a persona file. The text itself is never changed because of it.
 *
 * @param severity how much it matters
 * @param rule a stable name of the rule, such as {@code description.length}
 * @param message what is wrong, with the limit and what was found, in one sentence for people
 * @param line the line in the file, from 1; 0 if it concerns the whole file
 * @param column the column in that line, from 1, counted in code points; 0 with line 0
 */
public record Finding(Severity severity, String rule, String message, int line, int column) {

  /** Checks that nothing is null. */
  public Finding {
    requireNonNull(severity);
    requireNonNull(rule);
    requireNonNull(message);
  }

  static Finding ofFile(Severity severity, String rule, String message) {
    return new Finding(severity, rule, message, 0, 0);
  }
}
