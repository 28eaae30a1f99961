package dev.holdfast.personas.backup;

import java.util.List;

/**
 * What pruning did, or would do; each list with the newest first.
 *
 * @param kept those that the policy keeps
 * @param removed those that are gone, or would be
 * @param inUse those that should go, but are being verified or restored; the next pruning takes
 *     them
 */
public record PruneReport(List<Backup> kept, List<Backup> removed, List<Backup> inUse) {

  /** Copies the lists. */
  public PruneReport {
    kept = List.copyOf(kept);
    removed = List.copyOf(removed);
    inUse = List.copyOf(inUse);
  }
}
