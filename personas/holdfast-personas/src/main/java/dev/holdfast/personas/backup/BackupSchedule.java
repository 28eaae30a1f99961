package dev.holdfast.personas.backup;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.archive.BackupKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes a backup every so often, and prunes afterwards, in a thread of its own.
 *
 * <p>A backup is due when the newest scheduled one, of whatever process, is older than that. So
 * several processes with schedules on one directory make no more backups than one would, and a
 * restart makes none early. Of several that look at once, one makes it (the lock {@code
 * backup-schedule}). A backup that is dated in the future, because a clock was wrong, does not
 * count.
 *
 * <p>A failure is told to the listener, and the next look tries again.
 */
public final class BackupSchedule implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** Says when to look again. */
  @FunctionalInterface
  interface Trigger {
    /**
     * Waits.
     *
     * @param pause so long, at most
     * @return look again? Otherwise the schedule ends
     */
    boolean await(Duration pause) throws InterruptedException;
  }

  /** Hears of what was done; in the thread of the schedule. */
  public interface Listener {

    /** A backup was made, and others pruned. */
    void made(Backup backup, PruneReport pruned);

    /** No backup was made, or none pruned. */
    void failed(RuntimeException failure);
  }

  private final BackupManager backups;
  private final Duration every;
  private final BackupPolicy policy;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private BackupSchedule(
      BackupManager backups,
      Duration every,
      BackupPolicy policy,
      Listener listener,
      Trigger trigger) {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("backups need a time between them: " + every);
    }
    this.backups = requireNonNull(backups);
    this.every = every;
    this.policy = requireNonNull(policy);
    this.listener = requireNonNull(listener);
    this.thread =
        Thread.ofPlatform().name("holdfast-backups").daemon().unstarted(() -> run(trigger));
  }

  /**
   * Starts a schedule. The first look is at once.
   *
   * @param every the time between two backups
   * @param policy what is kept
   * @throws IllegalArgumentException if {@code every} is not positive
   */
  public static BackupSchedule start(
      BackupManager backups, Duration every, BackupPolicy policy, Listener listener) {
    CountDownLatch never = new CountDownLatch(1); // close interrupts
    return start(
        backups,
        every,
        policy,
        listener,
        pause -> !never.await(pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  static BackupSchedule start(
      BackupManager backups,
      Duration every,
      BackupPolicy policy,
      Listener listener,
      Trigger trigger) {
    BackupSchedule schedule = new BackupSchedule(backups, every, policy, listener, trigger);
    schedule.thread.start();
    return schedule;
  }

  private void run(Trigger trigger) {
    try {
      Duration pause;
      do {
        pause = look();
      } while (!isClosed() && trigger.await(pause));
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Makes a backup if it is time, and says how long until the next look. */
  private Duration look() {
    try {
      Optional<Backup> made = backups.ifFirst("making a scheduled backup", this::makeIfDue);
      if (made.isPresent()) {
        listener.made(made.get(), backups.prune(policy, false));
      }
      return pause(untilDue());
    } catch (RuntimeException e) {
      if (!isClosed()) {
        listener.failed(e);
      }
      return pause(every);
    }
  }

  private Optional<Backup> makeIfDue() {
    return untilDue().isPositive()
        ? Optional.empty()
        : Optional.of(backups.create(BackupKind.SCHEDULED, BackupProgress.NONE));
  }

  private Duration untilDue() {
    Instant now = backups.now();
    return backups
        .newest(BackupKind.SCHEDULED)
        .map(newest -> Duration.between(now, newest.taken().plus(every)))
        .orElse(Duration.ZERO);
  }

  /** Not too long: a machine that slept, or a clock that was set, must not delay a backup. */
  private static Duration pause(Duration wanted) {
    if (wanted.compareTo(LONGEST_PAUSE) > 0) {
      return LONGEST_PAUSE;
    }
    return wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wanted;
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Ends the schedule. A backup that is being made is given up, and leaves nothing. Waits for the
   * thread; if the caller is interrupted, no longer, and his interrupt status is set.
   */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
