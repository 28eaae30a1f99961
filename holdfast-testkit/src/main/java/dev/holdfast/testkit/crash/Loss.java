package dev.holdfast.testkit.crash;

/** Something that did not reach the disk; told only when somebody asks. */
interface Loss {
  /** Such as {@code "entry of a"}. */
  String text();
}
