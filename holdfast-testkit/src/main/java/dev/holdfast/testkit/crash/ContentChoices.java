package dev.holdfast.testkit.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The contents that a crash may leave each file with, worked out once for the many moments between
 * two changes of a file. They are the same whatever moments are asked for.
 */
final class ContentChoices {

  /** So much memory the contents of one file may take. */
  private static final long MOST_BYTES = 4L << 20;

  private static final int FEWEST = 16;

  private final PersistenceModel model;
  private final int limit;
  private final long seed;
  private final Map<Integer, Known> known = new HashMap<>();

  /**
   * Choices.
   *
   * @param limit the most contents of one file, of a small one
   */
  ContentChoices(PersistenceModel model, int limit, long seed) {
    this.model = model;
    this.limit = limit;
    this.seed = seed;
  }

  private record Known(FileContent durable, List<DataChange> changes, ContentStates states) {}

  ContentStates of(int file, FileContent durable, List<DataChange> changes) {
    Known last = known.get(file);
    if (last != null && last.durable().equals(durable) && last.changes().equals(changes)) {
      return last.states();
    }
    FileContent newest = durable;
    for (DataChange change : changes) {
      newest = change.applyTo(newest);
    }
    int most = Math.clamp(MOST_BYTES / (1L + newest.size()), Math.min(FEWEST, limit), limit);
    ContentStates states =
        ContentStates.of(
            durable, changes, model, most, new Random(seed + 31L * file + changes.size()));
    known.put(file, new Known(durable, List.copyOf(changes), states));
    return states;
  }
}
