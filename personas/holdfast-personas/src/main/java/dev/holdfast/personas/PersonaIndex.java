package dev.holdfast.personas;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder as they were last looked at, by what they may be asked for. To put or to
 * find one does not cost more where there are many. Safe for several threads.
 */
final class PersonaIndex {

  private final SortedMap<String, Loaded> files = new TreeMap<>();
  private final Map<String, List<Loaded>> byName = new HashMap<>();
  private final Map<String, List<Loaded>> byId = new HashMap<>();
  private final Map<String, List<Loaded>> bySlug = new HashMap<>();
  private @Nullable Scan scan;

  /** In the place of what was known of that file. */
  @SuppressWarnings("ReferenceEquality") // a file that was not parsed again is the same object
  synchronized void put(Loaded one) {
    Loaded before = files.put(one.fileName(), one);
    if (before == one) {
      return;
    }
    if (before != null) {
      removeKeys(before);
    }
    add(byName, one.nameKey(), one);
    add(byId, one.uniqueId(), one);
    add(bySlug, folded(one.entry().slug()), one);
    scan = null;
  }

  /** Forgets a file, if it was known. */
  synchronized void remove(Path path) {
    Loaded before = files.remove(String.valueOf(path.getFileName()));
    if (before != null) {
      removeKeys(before);
      scan = null;
    }
  }

  private void removeKeys(Loaded one) {
    remove(byName, one.nameKey(), one);
    remove(byId, one.uniqueId(), one);
    remove(bySlug, folded(one.entry().slug()), one);
  }

  /** Those of a name, by {@link Names#key}, sorted by file name. */
  synchronized List<Loaded> named(String nameKey) {
    return byName.getOrDefault(nameKey, List.of());
  }

  /** Those of a unique id, sorted by file name. */
  synchronized List<Loaded> identified(String uniqueId) {
    return byId.getOrDefault(uniqueId, List.of());
  }

  /** Those of a slug, compared without case, sorted by file name. */
  synchronized List<Loaded> slugged(String slug) {
    return bySlug.getOrDefault(folded(slug), List.of());
  }

  synchronized List<Path> paths() {
    return files.values().stream().map(Loaded::path).toList();
  }

  /** All of them; the same object as long as nothing changes. */
  synchronized Scan scan() {
    Scan known = scan;
    if (known == null) {
      List<Loaded> all = List.copyOf(files.values());
      known = new Scan(all, all.stream().map(this::entryOf).toList(), copies());
      scan = known;
    }
    return known;
  }

  private Map<String, Set<String>> copies() {
    Map<String, Set<String>> copies = new HashMap<>();
    byId.forEach(
        (id, same) -> {
          if (same.size() > 1) {
            copies.put(id, same.stream().map(Loaded::fileName).collect(toSet()));
          }
        });
    return copies;
  }

  private PersonaEntry entryOf(Loaded one) {
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

  /** The lists are never changed: they are given away. */
  private static void add(Map<String, List<Loaded>> map, String key, Loaded one) {
    if (!key.isEmpty()) {
      map.merge(key, List.of(one), PersonaIndex::both);
    }
  }

  private static List<Loaded> both(List<Loaded> some, List<Loaded> others) {
    List<Loaded> all = new ArrayList<>(some);
    all.addAll(others);
    all.sort(Comparator.comparing(Loaded::fileName));
    return Collections.unmodifiableList(all);
  }

  @SuppressWarnings("ReferenceEquality") // the very object that was put
  private static void remove(Map<String, List<Loaded>> map, String key, Loaded one) {
    map.computeIfPresent(
        key,
        (_, before) -> {
          List<Loaded> rest = before.stream().filter(other -> other != one).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  /** Equal for two texts exactly if {@link String#equalsIgnoreCase} says so. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(Character.toLowerCase(Character.toUpperCase(text.charAt(i))));
    }
    return folded.toString();
  }
}
