package dev.holdfast.personas.backup;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which backups are kept, of whatever kind: the grandfather-father-son scheme. A backup stays if
 * one of these rules wants it; the newest always stays. Days and weeks (from Monday) are those of
 * UTC. Days and weeks without a backup do not count, so that a long holiday costs no old backup.
 *
 * @param last so many of the newest
 * @param daily the newest of each of so many days
 * @param weekly the newest of each of so many weeks
 */
public record BackupPolicy(int last, int daily, int weekly) {

  /** The last 10, of each of 7 days, and of each of 4 weeks. */
  public static final BackupPolicy DEFAULT = new BackupPolicy(10, 7, 4);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public BackupPolicy {
    if (last < 0 || daily < 0 || weekly < 0) {
      throw new IllegalArgumentException("a number of backups to keep must not be negative");
    }
  }

  /**
   * Those that stay.
   *
   * @param newestFirst all backups that can be used
   */
  Set<Backup> kept(List<Backup> newestFirst) {
    Set<Backup> kept = new HashSet<>();
    newestFirst.stream().limit(Math.max(1, last)).forEach(kept::add);
    keepNewestOfEach(newestFirst, daily, day -> day, kept);
    keepNewestOfEach(
        newestFirst,
        weekly,
        day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
        kept);
    return kept;
  }

  private static void keepNewestOfEach(
      List<Backup> newestFirst,
      int periods,
      Function<LocalDate, LocalDate> periodOf,
      Set<Backup> kept) {
    Set<LocalDate> seen = new HashSet<>();
    for (Backup backup : newestFirst) {
      LocalDate day = LocalDate.ofInstant(backup.taken(), ZoneOffset.UTC);
      if (seen.size() < periods && seen.add(periodOf.apply(day))) {
        kept.add(backup);
      }
    }
  }
}
