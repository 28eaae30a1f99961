package dev.holdfast.lock;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Who holds a resource and who waits for it.
 *
 * @param resource the name of the resource, shortened at its end where it is very long
 * @param holders those who hold it; one if exclusive
 * @param waiters those who wait for it, the longest waiting first
 */
public record LockInfo(String resource, List<Party> holders, List<Party> waiters) {

  /** Copies the lists. */
  public LockInfo {
    holders = List.copyOf(holders);
    waiters = List.copyOf(waiters);
  }

  static LockInfo sorted(String resource, List<Party> holders, List<Party> waiters) {
    Comparator<Party> byAge = Comparator.comparing(Party::since).thenComparingLong(Party::pid);
    return new LockInfo(
        resource, holders.stream().sorted(byAge).toList(), waiters.stream().sorted(byAge).toList());
  }

  /**
   * One holder, or one waiter.
   *
   * @param pid the process, as numbered where this was published
   * @param thread the name of the thread that asked; empty if it has none
   * @param mode how it holds, or wants to hold
   * @param purpose what it said the lock is for; empty where it said nothing
   * @param since when it was granted, or began to wait, by the clock of its process
   * @param token the fencing token of an exclusive holder, otherwise zero
   */
  public record Party(
      long pid, String thread, LockMode mode, String purpose, Instant since, long token) {}
}
