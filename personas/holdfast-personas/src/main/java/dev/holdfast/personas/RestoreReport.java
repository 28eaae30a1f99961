package dev.holdfast.personas;

import java.util.List;

/**
 * What a restore did, or would do, by file name.
 *
 * @param created those that were not there
 * @param replaced those that were different
 * @param deleted those that the source does not have
 * @param unchanged how many were the same
 */
public record RestoreReport(
    List<String> created, List<String> replaced, List<String> deleted, int unchanged) {

  /** Copies the lists. */
  public RestoreReport {
    created = List.copyOf(created);
    replaced = List.copyOf(replaced);
    deleted = List.copyOf(deleted);
  }
}
