package dev.holdfast.personas;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All files of the folder as of one pass, sorted by file name.
 *
 * @param all the files
 * @param entries what the store shows of them, with a warning at each file whose name an earlier
 *     one has too
 * @param copies the names of the files that have one unique id, by that id
 */
record Scan(List<Loaded> all, List<PersonaEntry> entries, Map<String, Set<String>> copies) {

  /** Do files have one unique id that were not in an earlier scan together? */
  boolean hasNewCopies(@Nullable Scan earlier) {
    return copies.entrySet().stream()
        .anyMatch(same -> earlier == null || !earlier.has(same.getKey(), same.getValue()));
  }

  private boolean has(String uniqueId, Set<String> fileNames) {
    return copies.getOrDefault(uniqueId, Set.of()).containsAll(fileNames);
  }
}
