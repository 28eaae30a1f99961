package dev.holdfast.personas.history;

import dev.holdfast.file.FileVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which recorded changes took effect. A change is recorded before it is made, so that nothing
 * is replaced that was not kept; if the writer then fails or dies, the record tells of something
 * that never happened. The versions show it: each change begins where the one before it ended, and
 * the last one ends at what stands there now.
 */
public final class Chain {
  private Chain() {}

  /**
   * The changes that took effect, the latest first. Where the file was changed by other means an
   * {@link Operation#OUTSIDE} stands, with the time of the change that found it.
   *
   * @param recorded in the order of their numbers
   * @param now the version of the file
   */
  public static List<Recorded> effective(List<Recorded> recorded, FileVersion now) {
    List<Recorded> effective = new ArrayList<>();
    FileVersion later = now;
    Instant seen = Instant.EPOCH;
    for (Recorded one : recorded.reversed()) {
      Change change = one.change();
      if (!change.after().equals(later)) {
        if (change.before().equals(later)) {
          continue; // it was recorded, but never made
        }
        effective.add(outside(change, later, seen));
      }
      effective.add(one);
      later = change.before();
      seen = change.when();
    }
    return effective;
  }

  private static Recorded outside(Change before, FileVersion after, Instant seen) {
    return new Recorded(
        0,
        new Change(
            before.slug(),
            Operation.OUTSIDE,
            seen,
            Actor.of(""),
            List.of(),
            before.after(),
            after,
            before.versionAfter(),
            "",
            ""));
  }
}
