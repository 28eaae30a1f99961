package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What an import did, or would do.
 *
 * @param items in the order of the source
 */
public record ImportReport(List<Item> items) {

  /** What becomes of one persona. */
  public enum Outcome {
    /** It is new. */
    CREATED,
    /** It took the place of one that was there. */
    OVERWRITTEN,
    /** One is there already, which stays. */
    SKIPPED,
    /** It is new, under another name than it had. */
    RENAMED,
    /** One is there already, so nothing is imported. */
    CONFLICT,
    /** It is not a valid persona, so nothing is imported. */
    INVALID
  }

  /**
   * One persona.
   *
   * @param given its file name in the source
   * @param name that it has, or is to have; empty if it cannot be made out
   * @param fileName of its file in the store, or of the one that is in the way; empty if there is
   *     none
   * @param outcome what becomes of it
   * @param findings what was found in it, the first few
   */
  public record Item(
      String given, String name, String fileName, Outcome outcome, List<Finding> findings) {

    /** Copies the list. */
    public Item {
      requireNonNull(given);
      requireNonNull(name);
      requireNonNull(fileName);
      requireNonNull(outcome);
      findings = List.copyOf(findings);
    }
  }

  /** Copies the list. */
  public ImportReport {
    items = List.copyOf(items);
  }

  /** How many came to this. */
  public long count(Outcome outcome) {
    return items.stream().filter(item -> item.outcome() == outcome).count();
  }
}
