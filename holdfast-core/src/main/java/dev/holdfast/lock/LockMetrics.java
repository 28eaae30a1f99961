package dev.holdfast.lock;

import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;

/**
 * Totals of a {@link LockManager} since it was opened.
 *
 * @param held handles that are held now
 * @param waiting requests that queue now
 * @param total the totals over all resources
 * @param byKind the totals by kind of resource, for at most 64 kinds; the others are summed under
 *     {@code "(other)"}
 */
public record LockMetrics(long held, long waiting, Totals total, SortedMap<String, Totals> byKind) {

  /**
   * Totals over some resources.
   *
   * @param acquired grants
   * @param contended grants that had to wait for another holder
   * @param timedOut requests that gave up after their wait timeout
   * @param interrupted requests that gave up because their thread was interrupted
   * @param deadlocked requests that were refused because their wait would have closed a deadlock
   * @param ownersDied grants whose previous exclusive owner had died
   * @param waited the time that granted requests spent queueing, together
   * @param longestWait the longest time a granted request queued
   * @param heldFor the time that released handles were held, together
   * @param longestHold the longest time a released handle was held
   */
  public record Totals(
      long acquired,
      long contended,
      long timedOut,
      long interrupted,
      long deadlocked,
      long ownersDied,
      Duration waited,
      Duration longestWait,
      Duration heldFor,
      Duration longestHold) {

    static Totals sum(Collection<Totals> parts) {
      Totals sum =
          new Totals(0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
      for (Totals part : parts) {
        sum = sum.plus(part);
      }
      return sum;
    }

    private Totals plus(Totals other) {
      return new Totals(
          acquired + other.acquired,
          contended + other.contended,
          timedOut + other.timedOut,
          interrupted + other.interrupted,
          deadlocked + other.deadlocked,
          ownersDied + other.ownersDied,
          waited.plus(other.waited),
          longer(longestWait, other.longestWait),
          heldFor.plus(other.heldFor),
          longer(longestHold, other.longestHold));
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }
}
