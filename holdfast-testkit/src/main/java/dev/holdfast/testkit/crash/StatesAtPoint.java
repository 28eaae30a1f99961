package dev.holdfast.testkit.crash;

import java.util.List;

/**
 * What a crash at one point of a recording may leave.
 *
 * @param states the fewest losses first
 * @param leftOut how many more there are at most
 */
record StatesAtPoint(List<PossibleState> states, long leftOut) {}
