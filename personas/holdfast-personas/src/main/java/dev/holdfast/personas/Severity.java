package dev.holdfast.personas;

/** How much a {@link Finding} matters. */
public enum Severity {
  /** A rule is broken: the file is not a valid persona. */
  ERROR,
  /** The persona is valid, but somebody should look at this. */
  WARNING,
  /** Worth knowing. */
  NOTE
}
