package dev.holdfast.verify.persona;

/**
 * An action of a process, with the answer that it got.
 *
 * @param name for messages
 * @param startNanos before it began, by the clock of the machine
 * @param endNanos after it ended; if its process was killed: when another one had opened the store
 * @param answer empty if its process was killed: nobody knows whether it was done
 */
record Done(String name, Action action, long startNanos, long endNanos, String answer) {

  boolean isUnknown() {
    return answer.isEmpty();
  }

  @Override
  public String toString() {
    return "%s [%d..%d] %s -> %s"
        .formatted(name, startNanos, endNanos, action, isUnknown() ? "killed" : answer);
  }
}
