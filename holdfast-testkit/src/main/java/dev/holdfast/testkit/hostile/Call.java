package dev.holdfast.testkit.hostile;

/** A kind of call that may fail. */
public enum Call {
  /** Opening or creating a file. */
  OPEN
}
