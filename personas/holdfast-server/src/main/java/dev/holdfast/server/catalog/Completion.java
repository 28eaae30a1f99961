package dev.holdfast.server.catalog;

import java.util.List;

/**
 * What an argument may become.
 *
 * @param values the best fits, the best first; at most {@link Completions#MOST}
 * @param total how many fit
 */
public record Completion(List<String> values, int total) {

  /** Copies the values. */
  public Completion {
    values = List.copyOf(values);
  }
}
