package dev.holdfast.testkit.crash;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The crashes that may happen in a recording: before the first operation, after each one, and in
 * its middle, see {@link PersistenceModel}. For each every state that the crash may leave is made a
 * real directory, recovered and checked; equal states with the same marks once.
 *
 * <p>If a crash may leave more than {@link #atMost} states, those with everything and with nothing
 * of each file are tried, and a seeded choice of the others; the report, also on standard output,
 * says how many were left out.
 *
 * <p>Each method that changes something returns a changed copy.
 */
public final class Crashes {

  private static final int DEFAULT_STATES = 2000;

  // What the explorer of these crashes goes by.
  final Recording recording;
  final @Nullable DirectoryTask<? extends Exception> recovery;
  final int depth;
  final int limit;
  final long seed;
  final @Nullable String only;
  final @Nullable Object since;

  Crashes(Recording recording) {
    this(
        recording,
        null,
        1,
        DEFAULT_STATES,
        Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextLong()),
        null,
        null);
  }

  private Crashes(
      Recording recording,
      @Nullable DirectoryTask<? extends Exception> recovery,
      int depth,
      int limit,
      long seed,
      @Nullable String only,
      @Nullable Object since) {
    this.recording = recording;
    this.recovery = recovery;
    this.depth = depth;
    this.limit = limit;
    this.seed = seed;
    this.only = only;
    this.since = since;
  }

  /**
   * What is done after each crash, before the check. It is recorded, too, and crashes in it are
   * tried; after each of these it is done again.
   */
  public Crashes recoveredBy(DirectoryTask<? extends Exception> newRecovery) {
    return new Crashes(recording, requireNonNull(newRecovery), depth, limit, seed, only, since);
  }

  /** How many crashes during recovery may follow the first crash; 1 unless set, 0 is none. */
  public Crashes duringRecovery(int newDepth) {
    if (newDepth < 0) {
      throw new IllegalArgumentException("negative depth " + newDepth);
    }
    return new Crashes(recording, recovery, newDepth, limit, seed, only, since);
  }

  /** How many states are tried for each moment of a crash; 2000 unless set. */
  public Crashes atMost(int statesAtEachPoint) {
    if (statesAtEachPoint < 2) {
      throw new IllegalArgumentException("at most %d states".formatted(statesAtEachPoint));
    }
    return new Crashes(recording, recovery, depth, statesAtEachPoint, seed, only, since);
  }

  /**
   * What chooses if there are too many states. Unless set, it is the system property {@code
   * holdfast.seed}, or else random.
   */
  public Crashes seededBy(long newSeed) {
    return new Crashes(recording, recovery, depth, limit, newSeed, only, since);
  }

  /**
   * Only crashes after this mark was reached first. Those before it are those of a shorter
   * workload.
   */
  public Crashes since(Object mark) {
    return new Crashes(recording, recovery, depth, limit, seed, only, requireNonNull(mark));
  }

  /** Only the crash with this number, which a violation told. */
  public Crashes only(String id) {
    return new Crashes(recording, recovery, depth, limit, seed, requireNonNull(id), since);
  }

  /**
   * Tries all crashes.
   *
   * @return how much was tried
   * @throws CrashViolationError for the first state that fails: at the earliest moment, and there
   *     with the fewest losses
   */
  public CrashReport check(CrashCheck check) {
    Explorer explorer = explorer(check);
    Optional<CrashViolation> violation = explorer.explore();
    if (violation.isPresent()) {
      throw new CrashViolationError(violation.get());
    }
    return told(explorer.report());
  }

  /**
   * Tries crashes until one fails the check. For tests that must see a failure.
   *
   * @return the first one that fails, as {@link #check} would throw it
   */
  public Optional<CrashViolation> firstViolation(CrashCheck check) {
    Explorer explorer = explorer(check);
    Optional<CrashViolation> violation = explorer.explore();
    if (violation.isEmpty()) {
      told(explorer.report());
    }
    return violation;
  }

  private Explorer explorer(CrashCheck check) {
    return new Explorer(this, requireNonNull(check));
  }

  @SuppressWarnings("SystemOut") // whoever reads the test's output must not miss it
  private static CrashReport told(CrashReport report) {
    if (report.leftOut() > 0) {
      System.out.println("crash simulator: " + report);
    }
    return report;
  }
}
