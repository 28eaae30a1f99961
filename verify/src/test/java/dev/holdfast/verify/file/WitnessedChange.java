package dev.holdfast.verify.file;

import java.util.List;

/**
 * What a writer knows of one change.
 *
 * @param file its name
 * @param version what it wrote; {@link #ABSENT} if it deleted
 * @param beginNanos before the change was begun, by the clock since the start of the machine, which
 *     all its processes share
 * @param endNanos after it was reported done; {@link Long#MAX_VALUE} if it never was
 */
record WitnessedChange(String file, long version, long beginNanos, long endNanos) {

  /** The version of a file that is not there. */
  static final long ABSENT = -1;

  /** The name of the file whose versions are a count. */
  static final String COUNTER = "counter";

  private static final String PREFIX = "changed ";

  /** A change that may or may not show. */
  static WitnessedChange cutOff(String file, long version, long beginNanos) {
    return new WitnessedChange(file, version, beginNanos, Long.MAX_VALUE);
  }

  /** What was there before all changes. */
  static WitnessedChange earlier(String file, long version) {
    return new WitnessedChange(file, version, Long.MIN_VALUE, Long.MIN_VALUE);
  }

  /**
   * What is known of it at an instant, if the power is gone then. That the writer lives on is an
   * accident of the test: after the shutdown XFS lets a sync of a directory succeed whose changes
   * it has just thrown away.
   */
  WitnessedChange asKnownAt(long nanos) {
    return endNanos < nanos ? this : cutOff(file, version, beginNanos);
  }

  boolean isReported() {
    return endNanos != Long.MAX_VALUE;
  }

  /** Was this reported done before the other was begun? */
  boolean isBefore(WitnessedChange other) {
    return endNanos < other.beginNanos;
  }

  String toLine() {
    return PREFIX + "%s %d %d %d".formatted(file, version, beginNanos, endNanos);
  }

  static boolean isLine(String line) {
    return line.startsWith(PREFIX);
  }

  static WitnessedChange parse(String line) {
    List<String> words = List.of(line.substring(PREFIX.length()).split(" ", -1));
    return new WitnessedChange(
        words.get(0),
        Long.parseLong(words.get(1)),
        Long.parseLong(words.get(2)),
        Long.parseLong(words.get(3)));
  }
}
