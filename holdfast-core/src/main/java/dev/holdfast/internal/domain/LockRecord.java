package dev.holdfast.internal.domain;

/**
 * What a process publishes about one resource.
 *
 * @param state holding or waiting, and how
 * @param slot of the process
 * @param incarnation of the process
 * @param sinceMillis when the state began, by the clock of the process
 * @param token of an exclusive holder, else 0
 * @param pid of the process, as it sees itself
 * @param ticket of a waiter: its place in the order of waiters
 * @param threadId of the thread that asked, as its process numbers them
 * @param resource the name, shortened to what fits
 * @param thread that asked
 * @param purpose that was given
 */
public record LockRecord(
    State state,
    int slot,
    long incarnation,
    long sinceMillis,
    long token,
    long pid,
    long ticket,
    long threadId,
    String resource,
    String thread,
    String purpose) {

  /** What a record says. The numbers stand in files: never change one. */
  public enum State {
    /** Nothing; the record is being set up or given back. */
    NONE(0),
    /** Waits to hold alone. */
    WAITS_EXCLUSIVE(1),
    /** Waits to hold with others. */
    WAITS_SHARED(2),
    /** Holds alone. */
    HOLDS_EXCLUSIVE(3),
    /** Holds with others. */
    HOLDS_SHARED(4),
    /** Waits to hold alone, by a thread that holds other resources; beside the wish, if any. */
    QUEUED_EXCLUSIVE(5),
    /** Waits to hold with others, by a thread that holds other resources. */
    QUEUED_SHARED(6);

    private static final State[] BY_NUMBER = values();

    private final int number;

    State(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static State of(int number) {
      if (number >= 0 && number < BY_NUMBER.length) {
        return BY_NUMBER[number]; // they are numbered in their order
      }
      return NONE;
    }
  }
}
