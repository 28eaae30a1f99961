package dev.holdfast.file;

/** What became of a change whose operation failed; decided by the step that failed. */
public enum Outcome {
  /** Nothing changed: the old content stands. */
  NOT_COMMITTED,
  /** The change took effect and is durable; something after it failed. */
  COMMITTED,
  /** The change is visible, but a power cut may still undo it. */
  UNKNOWN
}
