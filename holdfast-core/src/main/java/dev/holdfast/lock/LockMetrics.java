package dev.holdfast.lock;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * Totals of a {@link LockManager} since it was opened.
 *
 * @param held handles that are held now
 * @param waiting requests that queue now
 * @param total the totals over all resources
 * @param byKind the totals by kind of resource, for at most 64 kinds; the others are summed under
 *     {@code "(other)"}
 * @param waits by kind, how long grants that had to wait for another holder queued
 * @param holds by kind, how long released handles were held
 * @param mostContended the resources that were waited for most often, at most 64, the most often
 *     first
 */
public record LockMetrics(
    long held,
    long waiting,
    Totals total,
    SortedMap<String, Totals> byKind,
    SortedMap<String, DurationHistogram> waits,
    SortedMap<String, DurationHistogram> holds,
    List<Contended> mostContended) {

  /**
   * A resource that was waited for.
   *
   * <p>Counted in memory for 64 names, by the Space-Saving algorithm (Metwally, Agrawal, El Abbadi,
   * 2005). Of N contended grants over all resources: {@code count} is never too small and at most
   * {@code error} too large, {@code error} is at most N / 64, and every resource with more than N /
   * 64 of them is listed. {@code error} is 0 as long as 64 names or fewer were ever waited for.
   *
   * @param resource the name
   * @param count its contended grants, at most {@code error} too many
   * @param error how much {@code count} may be too large
   * @param waited the time those grants queued that were counted since the name was last listed
   *     anew: all of them if {@code error} is 0
   */
  public record Contended(String resource, long count, long error, Duration waited) {}

  /**
   * Totals over some resources.
   *
   * @param acquired grants
   * @param contended grants that had to wait for another holder
   * @param timedOut requests that gave up after their wait timeout
   * @param interrupted requests that gave up because their thread was interrupted
   * @param deadlocked requests that were refused because their wait would have closed a deadlock
   * @param ownersDied grants whose previous exclusive owner had died
   * @param overran holds that lasted longer than their request allowed
   * @param fenced operations that were refused because their handle was not held any more
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
      long overran,
      long fenced,
      Duration waited,
      Duration longestWait,
      Duration heldFor,
      Duration longestHold) {

    static final Totals NONE =
        new Totals(
            0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    Totals plus(Totals other) {
      return new Totals(
          acquired + other.acquired,
          contended + other.contended,
          timedOut + other.timedOut,
          interrupted + other.interrupted,
          deadlocked + other.deadlocked,
          ownersDied + other.ownersDied,
          overran + other.overran,
          fenced + other.fenced,
          waited.plus(other.waited),
          longer(longestWait, other.longestWait),
          heldFor.plus(other.heldFor),
          longer(longestHold, other.longestHold));
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? other : one;
    }
  }
}
