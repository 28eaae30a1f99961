package dev.holdfast.personas;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.history.Change;

/**
 * A change of a persona that took effect.
 *
 * @param fileName what its file was called then
 * @param change what was done, when, by whom
 * @param kept can what stood there before it be brought back?
 */
public record HistoryEntry(String fileName, Change change, boolean kept) {

  /** An entry. */
  public HistoryEntry {
    requireNonNull(fileName);
    requireNonNull(change);
  }
}
