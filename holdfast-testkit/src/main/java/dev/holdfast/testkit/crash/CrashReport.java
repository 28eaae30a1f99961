package dev.holdfast.testkit.crash;

/**
 * How much was tried.
 *
 * @param crashPoints moments of a crash, those during recovery included
 * @param checked different states that were recovered and checked
 * @param equal states that were the same as one that was checked
 * @param leftOut how many more states there are at most, that were not even built; {@code
 *     Long.MAX_VALUE} is more than can be counted
 * @param seed what chose the others, if any were left out
 */
public record CrashReport(long crashPoints, long checked, long equal, long leftOut, long seed) {
  @Override
  public String toString() {
    return "%d crash points, %d states checked, %d equal ones skipped, %s"
        .formatted(
            crashPoints,
            checked,
            equal,
            leftOut == 0
                ? "none left out"
                : "%s LEFT OUT (raise atMost(), or choose others by -Dholdfast.seed; it was %d)"
                    .formatted(
                        leftOut == Long.MAX_VALUE ? "more than can be counted" : "up to " + leftOut,
                        seed));
  }
}
