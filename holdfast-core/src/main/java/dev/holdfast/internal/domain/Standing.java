package dev.holdfast.internal.domain;

import dev.holdfast.internal.domain.LockRecord.State;

/**
 * A published hold or wish, as far as turns and bells depend on it.
 *
 * @param place of its record
 * @param slot of its process
 * @param incarnation of its process
 * @param ticket of a wish: lower than those of all who came later
 * @param state holding or waiting, and how
 */
record Standing(int place, int slot, long incarnation, long ticket, State state) {

  boolean isWish() {
    return switch (state) {
      case WAITS_EXCLUSIVE, WAITS_SHARED -> true;
      case NONE, HOLDS_EXCLUSIVE, HOLDS_SHARED, QUEUED_EXCLUSIVE, QUEUED_SHARED -> false;
    };
  }

  boolean isHold() {
    return switch (state) {
      case HOLDS_EXCLUSIVE, HOLDS_SHARED -> true;
      case NONE, WAITS_EXCLUSIVE, WAITS_SHARED, QUEUED_EXCLUSIVE, QUEUED_SHARED -> false;
    };
  }

  /** Does it hold, or want to hold, with others? */
  boolean isShared() {
    return switch (state) {
      case HOLDS_SHARED, WAITS_SHARED, QUEUED_SHARED -> true;
      case NONE, HOLDS_EXCLUSIVE, WAITS_EXCLUSIVE, QUEUED_EXCLUSIVE -> false;
    };
  }
}
