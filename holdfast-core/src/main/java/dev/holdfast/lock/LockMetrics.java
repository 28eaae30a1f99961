package dev.holdfast.lock;

import java.time.Duration;
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
      long ownersDied,
      Duration waited,
      Duration longestWait,
      Duration heldFor,
      Duration longestHold) {}
}
