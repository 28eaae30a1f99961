package dev.holdfast.tx;

import dev.holdfast.file.FileVersion;

/** What must be true of a name when a transaction is committed; else nothing is changed. */
sealed interface Condition {

  /** Nothing is there, or the transaction takes it away. */
  record Vacant() implements Condition {}

  /** A file of this version is there. */
  record Version(FileVersion expected) implements Condition {}
}
