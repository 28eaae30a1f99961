package dev.holdfast.personas;

import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport.Item;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.PersonaException.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides what becomes of each persona of an import. The same for the same folder, so that it can
 * be decided once to know the locks, and again under them.
 */
final class ImportPlan {

  private static final Pattern PORTABLE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?");
  private static final int MOST_NUMBERED = 1_000;

  private final Map<String, List<Loaded>> byName = new HashMap<>();
  private final Map<String, List<Loaded>> byId = new HashMap<>();
  private final OnConflict onConflict;

  private final List<Item> items = new ArrayList<>();
  private final Set<String> slugs = new LinkedHashSet<>();

  /** The names and ids that earlier ones of this import have got, and where these stand. */
  private final Map<String, String> namesTaken = new HashMap<>();

  private final Map<String, String> idsTaken = new HashMap<>();
  private final Set<String> slugsTaken = new HashSet<>();

  private ImportPlan(Scan scan, OnConflict onConflict) {
    this.onConflict = onConflict;
    for (Loaded one : scan.all()) {
      byName.computeIfAbsent(one.nameKey(), _ -> new ArrayList<>()).add(one);
      byId.computeIfAbsent(one.uniqueId(), _ -> new ArrayList<>()).add(one);
      slugsTaken.add(one.entry().slug().toLowerCase(Locale.ROOT));
    }
  }

  static ImportPlan of(List<Candidate> candidates, Scan scan, OnConflict onConflict) {
    ImportPlan plan = new ImportPlan(scan, onConflict);
    for (Candidate candidate : candidates) {
      plan.items.add(plan.decide(candidate));
    }
    return plan;
  }

  List<Item> items() {
    return items;
  }

  /** Those whose locks are needed. */
  Set<String> slugs() {
    return slugs;
  }

  private Item decide(Candidate candidate) {
    if (!candidate.valid()) {
      return item(candidate, candidate.name(), "", Outcome.INVALID);
    }
    Optional<String> twice = takenBefore(candidate);
    if (twice.isPresent()) {
      return switch (onConflict) {
        case SKIP -> skipped(candidate, twice.get());
        case RENAME -> renamed(candidate);
        case FAIL, OVERWRITE -> throw twice(candidate, twice.get());
      };
    }
    Set<Loaded> there = new LinkedHashSet<>(byName.getOrDefault(candidate.nameKey(), List.of()));
    there.addAll(
        candidate.uniqueId().isEmpty()
            ? List.of()
            : byId.getOrDefault(candidate.uniqueId(), List.of()));
    if (there.isEmpty()) {
      return created(candidate);
    }
    String fileName = there.iterator().next().fileName();
    return switch (onConflict) {
      case FAIL -> item(candidate, candidate.name(), fileName, Outcome.CONFLICT);
      case SKIP -> skipped(candidate, fileName);
      case RENAME -> renamed(candidate);
      case OVERWRITE ->
          there.size() > 1
              ? item(candidate, candidate.name(), fileName, Outcome.CONFLICT)
              : placed(candidate, candidate.name(), fileName, Outcome.OVERWRITTEN);
    };
  }

  /** The one that is there must stay until the others are in their places. */
  private Item skipped(Candidate candidate, String fileName) {
    slugs.add(PersonaFile.stemOf(fileName));
    return item(candidate, candidate.name(), fileName, Outcome.SKIPPED);
  }

  private Optional<String> takenBefore(Candidate candidate) {
    return Optional.ofNullable(namesTaken.get(candidate.nameKey()))
        .or(() -> Optional.ofNullable(idsTaken.get(candidate.uniqueId())));
  }

  private Item created(Candidate candidate) {
    String stem = PersonaFile.stemOf(candidate.given());
    List<String> wanted = new ArrayList<>();
    if (PORTABLE.matcher(stem).matches() && !Slugs.isReserved(stem)) {
      wanted.add(stem);
    }
    wanted.addAll(Slugs.of(candidate.name()).all());
    return placedAtFree(candidate, candidate.name(), wanted, Outcome.CREATED);
  }

  private Item renamed(Candidate candidate) {
    for (int number = 2; number < MOST_NUMBERED; number++) {
      String name = numbered(candidate.name(), number);
      String key = Names.key(name);
      if (!byName.containsKey(key) && !namesTaken.containsKey(key)) {
        return placedAtFree(candidate, name, Slugs.of(name).all(), Outcome.RENAMED);
      }
    }
    return item(candidate, candidate.name(), "", Outcome.CONFLICT);
  }

  private static String numbered(String name, int number) {
    String suffix = " " + number;
    int end = Math.min(name.length(), PersonaRules.MAX_NAME - suffix.length());
    if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end).stripTrailing() + suffix;
  }

  private Item placedAtFree(
      Candidate candidate, String name, List<String> wanted, Outcome outcome) {
    for (String slug : wanted) {
      if (!slugsTaken.contains(slug)) {
        return placed(candidate, name, slug + ".md", outcome);
      }
    }
    return item(candidate, name, wanted.getLast() + ".md", Outcome.CONFLICT);
  }

  private Item placed(Candidate candidate, String name, String fileName, Outcome outcome) {
    String slug = PersonaFile.stemOf(fileName);
    slugs.add(slug);
    slugs.addAll(Slugs.of(name).all());
    slugsTaken.add(slug.toLowerCase(Locale.ROOT));
    namesTaken.put(Names.key(name), fileName);
    if (!candidate.uniqueId().isEmpty() && outcome != Outcome.RENAMED) {
      idsTaken.put(candidate.uniqueId(), fileName);
    }
    return item(candidate, name, fileName, outcome);
  }

  private static Item item(Candidate candidate, String name, String fileName, Outcome outcome) {
    return new Item(candidate.given(), name, fileName, outcome, candidate.findings());
  }

  private static PersonaException twice(Candidate candidate, String fileName) {
    return new PersonaException(
        Code.INVALID_VALUE,
        "what is to be imported has %s twice: %s is the same as the one for %s"
            .formatted(
                Show.quoted(candidate.name()), Show.plain(candidate.given()), Show.plain(fileName)),
        "Nothing was changed. Take one of them out, or import with the conflict policy skip or"
            + " rename.");
  }
}
