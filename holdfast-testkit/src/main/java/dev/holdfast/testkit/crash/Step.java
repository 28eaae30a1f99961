package dev.holdfast.testkit.crash;

/**
 * An operation with its description.
 *
 * @param text such as {@code "write a [0,4096)"}
 */
record Step(Operation operation, String text) {
  @Override
  public String toString() {
    return text;
  }
}
