package dev.holdfast.personas;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All files of the folder as of one pass.
 *
 * @param given what it was made of, in the order of the pass
 * @param all sorted by file name
 * @param byName those of each name, by {@link Names#key}, sorted by file name
 * @param byId those of each unique id, sorted by file name
 */
record Scan(
    List<Loaded> given,
    List<Loaded> all,
    Map<String, List<Loaded>> byName,
    Map<String, List<Loaded>> byId) {

  static Scan of(List<Loaded> unsorted) {
    List<Loaded> all = unsorted.stream().sorted(Comparator.comparing(Loaded::fileName)).toList();
    Map<String, List<Loaded>> byName = new HashMap<>();
    Map<String, List<Loaded>> byId = new HashMap<>();
    for (Loaded one : all) {
      put(byName, one.nameKey(), one);
      put(byId, one.uniqueId(), one);
    }
    return new Scan(List.copyOf(unsorted), all, byName, byId);
  }

  /**
   * Is it of these very objects? A file that was not parsed again is the same one, so a pass that
   * found no change gives the same ones in the same order.
   */
  boolean isOf(List<Loaded> unsorted) {
    if (given.size() != unsorted.size()) {
      return false;
    }
    for (int i = 0; i < given.size(); i++) {
      if (!isSame(given.get(i), unsorted.get(i))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // to compare the texts would cost as much as to sort them
  private static boolean isSame(Loaded one, Loaded other) {
    return one == other;
  }

  private static void put(Map<String, List<Loaded>> map, String key, Loaded one) {
    if (!key.isEmpty()) {
      map.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
    }
  }

  /** The same without one file. */
  Scan without(Path path) {
    return of(all.stream().filter(one -> !one.path().equals(path)).toList());
  }

  List<Loaded> named(String nameKey) {
    return byName.getOrDefault(nameKey, List.of());
  }

  List<Loaded> identified(String uniqueId) {
    return byId.getOrDefault(uniqueId, List.of());
  }

  /** Do files have one unique id that were not in an earlier scan together? */
  boolean hasNewCopies(@Nullable Scan earlier) {
    return byId.entrySet().stream()
        .filter(same -> same.getValue().size() > 1)
        .anyMatch(same -> earlier == null || !earlier.has(same.getKey(), same.getValue()));
  }

  private boolean has(String uniqueId, List<Loaded> files) {
    List<Path> known = identified(uniqueId).stream().map(Loaded::path).toList();
    return files.stream().map(Loaded::path).allMatch(known::contains);
  }

  /** What the store shows, with a warning at each file whose name an earlier one has too. */
  List<PersonaEntry> entries() {
    return all.stream().map(this::entryOf).toList();
  }

  PersonaEntry entryOf(Loaded one) {
    List<Loaded> same = named(one.nameKey());
    if (same.size() < 2 || same.getFirst().fileName().equals(one.fileName())) {
      return one.entry();
    }
    Finding finding =
        Finding.ofFile(
            Severity.WARNING,
            "name.unique",
            "the name is that of %s too; rename one of them, or use their file names"
                .formatted(Show.quoted(same.getFirst().fileName())));
    return with(one.entry(), finding);
  }

  private static PersonaEntry with(PersonaEntry entry, Finding finding) {
    List<Finding> findings = new ArrayList<>(entry.findings());
    findings.add(finding);
    return switch (entry) {
      case Persona persona -> persona.withFindings(findings);
      case InvalidPersona invalid ->
          new InvalidPersona(invalid.fileName(), invalid.slug(), invalid.revision(), findings);
    };
  }
}
