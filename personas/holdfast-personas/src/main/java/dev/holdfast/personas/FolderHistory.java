package dev.holdfast.personas;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Chain;
import dev.holdfast.personas.history.Change;
import dev.holdfast.personas.history.Operation;
import dev.holdfast.personas.history.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks into the history of a folder. */
final class FolderHistory {

  /** Somebody who renames back and forth does not make this endless. */
  private static final int MOST_RENAMES = 100;

  /** So many digits of a revision are enough. */
  private static final int LEAST_PREFIX = 6;

  /** So often it is read again because somebody changed it meanwhile. */
  private static final int MOST_ATTEMPTS = 20;

  private final Folder folder;

  FolderHistory(Folder folder) {
    this.folder = folder;
  }

  /** A change, and whose file it was a change of. */
  private record Step(String slug, Recorded recorded) {
    HistoryEntry entry() {
      boolean kept =
          recorded.number() > 0 && !recorded.change().before().equals(FileVersion.ABSENT);
      return new HistoryEntry(recorded.change().slug() + ".md", recorded.change(), kept);
    }
  }

  /** What happened to a persona, also under its earlier file names, the latest first. */
  List<HistoryEntry> of(String slug) throws IOException {
    return steps(slug).stream().map(Step::entry).toList();
  }

  private List<Step> steps(String slug) throws IOException {
    List<Step> steps = new ArrayList<>();
    String at = slug;
    Told told = told(slug);
    List<Recorded> there = told.entries();
    List<Recorded> effective = Chain.effective(there, told.now());
    for (int renames = 0; renames < MOST_RENAMES; renames++) {
      Recorded arrival = null;
      for (Recorded one : effective) {
        if (cameFromElsewhere(one.change())) {
          arrival = one; // the same is recorded there, with what stood there
          break;
        }
        steps.add(new Step(at, one));
      }
      if (arrival == null) {
        break;
      }
      String from = arrival.change().other();
      List<Recorded> earlier = folder.log().entries(from);
      effective = Chain.effective(untilLeft(arrival, there, earlier), FileVersion.ABSENT);
      there = earlier;
      at = from;
    }
    return steps;
  }

  /** What is recorded of a file, and the version that stands there. */
  private record Told(List<Recorded> entries, FileVersion now) {}

  /**
   * A version that was read before an edit and records that were read after it, or the other way
   * round, would look like a change by other means.
   */
  private Told told(String slug) throws IOException {
    FileVersion before = versionOf(slug);
    for (int attempt = 1; ; attempt++) {
      List<Recorded> entries = folder.log().entries(slug);
      FileVersion now = versionOf(slug);
      if (now.equals(before) || attempt == MOST_ATTEMPTS) {
        return new Told(entries, now);
      }
      before = now;
    }
  }

  /** A rename is recorded at both files: here at the new one. */
  private static boolean cameFromElsewhere(Change change) {
    return !change.other().isEmpty() && !change.after().equals(FileVersion.ABSENT);
  }

  /**
   * What was recorded at the old file until the persona left it. Others may have had that file
   * since, and left it for the same new one; where the clock is too coarse to tell them apart, both
   * files tell of them in the same order.
   *
   * @param arrival as the new file tells it
   * @param there all that the new file tells
   * @param earlier all that the old file tells
   */
  private static List<Recorded> untilLeft(
      Recorded arrival, List<Recorded> there, List<Recorded> earlier) {
    long later =
        there.stream()
            .filter(one -> one.number() > arrival.number())
            .filter(one -> cameFromElsewhere(one.change()))
            .filter(one -> one.change().other().equals(arrival.change().other()))
            .filter(one -> isOfTheSameInstant(one.change(), arrival.change()))
            .count();
    for (int end = earlier.size(); end > 0; end--) {
      Change change = earlier.get(end - 1).change();
      if (change.slug().equals(arrival.change().other())
          && change.other().equals(arrival.change().slug())
          && change.after().equals(FileVersion.ABSENT)
          && isOfTheSameInstant(change, arrival.change())
          && later-- == 0) {
        return earlier.subList(0, end);
      }
    }
    return List.of();
  }

  private static boolean isOfTheSameInstant(Change one, Change other) {
    return one.when().equals(other.when()) && one.who().equals(other.who());
  }

  private FileVersion versionOf(String slug) throws IOException {
    return folder.directory().read(pathOf(slug)).map(Found::version).orElse(FileVersion.ABSENT);
  }

  /** The bytes of a version that the persona has, or had, as far as they are kept. */
  Optional<byte[]> source(String slug, FileVersion version) throws IOException {
    Optional<Found> now = folder.directory().read(pathOf(slug));
    if (now.isPresent() && now.get().version().equals(version)) {
      return now.map(Found::bytes);
    }
    for (Step step : steps(slug)) {
      Recorded recorded = step.recorded();
      if (recorded.number() > 0 && recorded.change().before().equals(version)) {
        return folder.log().before(step.slug(), recorded.number());
      }
    }
    return Optional.empty();
  }

  static PersonaException notKept(String slug, FileVersion version) {
    return new PersonaException(
        Code.NOT_FOUND,
        "the revision %s of %s is not kept".formatted(version, Show.plain(slug + ".md")),
        "Choose another one from its history.");
  }

  /**
   * The version that a caller means: by its revision or the beginning of it, or by the version in
   * the front matter, the latest such one.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if several begin so
   */
  FileVersion resolve(String slug, String revision) throws IOException {
    Set<FileVersion> begun = new LinkedHashSet<>();
    Optional<Found> now = folder.directory().read(pathOf(slug));
    if (now.isPresent()) {
      if (revision.equals(now.get().file().version())) {
        return now.get().version();
      }
      addIfBegun(revision, now.get().version(), begun);
    }
    for (HistoryEntry entry : of(slug)) {
      if (entry.kept()) {
        if (revision.equals(entry.change().versionBefore())) {
          return entry.change().before();
        }
        addIfBegun(revision, entry.change().before(), begun);
      }
    }
    if (begun.isEmpty()) {
      throw new PersonaException(
          Code.NOT_FOUND,
          "%s has no version %s".formatted(Show.plain(slug + ".md"), Show.quoted(revision)),
          "Choose a revision from its history.");
    }
    return only(slug, revision, begun);
  }

  private static void addIfBegun(String revision, FileVersion version, Set<FileVersion> begun) {
    String wanted = revision.toLowerCase(Locale.ROOT);
    if (wanted.length() >= LEAST_PREFIX && version.toString().startsWith(wanted)) {
      begun.add(version);
    }
  }

  private static FileVersion only(String slug, String revision, Set<FileVersion> begun) {
    if (begun.size() > 1) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s is the beginning of %d revisions of %s: %s"
              .formatted(
                  Show.quoted(revision),
                  begun.size(),
                  Show.plain(slug + ".md"),
                  begun.stream().map(FileVersion::toString).collect(Collectors.joining(", "))),
          "Nothing was changed. Give more of its digits.");
    }
    return begun.iterator().next();
  }

  /**
   * Refuses a change over somebody else's.
   *
   * @param expected the revision that the caller has seen, or the beginning of it, or the version
   *     in the front matter; null if any will do
   * @throws PersonaException {@code CHANGED}; {@code INVALID_VALUE} if it is the beginning of an
   *     earlier revision, too
   */
  void require(Found present, @Nullable String expected) throws IOException {
    PersonaFile file = present.file();
    if (expected == null || expected.equals(file.revision()) || expected.equals(file.version())) {
      return;
    }
    Set<FileVersion> begun = new LinkedHashSet<>();
    if (present.isKept()) {
      addIfBegun(expected, present.version(), begun);
    }
    if (begun.isEmpty()) {
      throw new PersonaException(
          Code.CHANGED,
          "%s has the version %s (revision %s), not %s"
              .formatted(
                  Show.plain(file.fileName()),
                  Show.plain(file.version()),
                  file.revision(),
                  Show.quoted(expected)),
          "Nothing was changed. Somebody changed it since you read it: read it again, then decide.");
    }
    for (HistoryEntry entry : of(present.slug())) {
      addIfBegun(expected, entry.change().before(), begun);
    }
    FileVersion _ = only(present.slug(), expected, begun);
  }

  /**
   * The change that an undo takes back: the latest one.
   *
   * @throws PersonaException {@code NOT_FOUND} if there is none, or what stood before it is not
   *     kept
   */
  HistoryEntry latest(String slug) throws IOException {
    List<HistoryEntry> entries = of(slug);
    if (entries.isEmpty()) {
      throw nothing(slug, "nothing was changed yet");
    }
    HistoryEntry latest = entries.getFirst();
    if (!latest.kept()) {
      throw nothing(
          slug,
          latest.change().operation() == Operation.OUTSIDE
              ? "it was changed by other means, and what stood there is not kept"
              : "there was nothing before it was created");
    }
    return latest;
  }

  private static PersonaException nothing(String slug, String why) {
    return new PersonaException(
        Code.NOT_FOUND,
        "there is nothing to undo in %s: %s".formatted(Show.plain(slug + ".md"), why),
        "Name an earlier revision from its history, or delete it.");
  }

  /** The personas that are gone and can be brought back, by file name. */
  List<DeletedPersona> deleted() throws IOException {
    Set<String> present = new HashSet<>();
    for (Loaded one : folder.directory().scan().all()) {
      present.add(one.entry().slug().toLowerCase(Locale.ROOT));
    }
    List<DeletedPersona> deleted = new ArrayList<>();
    for (String slug : folder.log().slugs()) {
      if (!present.contains(slug)) {
        deletedOf(slug).ifPresent(deleted::add);
      }
    }
    return deleted;
  }

  /** The persona that is gone and that {@code ref}, a file name, slug or name, means. */
  Optional<DeletedPersona> find(String ref) throws IOException {
    List<String> slugs = new ArrayList<>(List.of(PersonaFile.stemOf(ref)));
    slugs.addAll(Slugs.of(ref).all());
    for (String slug : slugs) {
      Optional<DeletedPersona> found = deletedOf(slug);
      if (found.isPresent()) {
        return found;
      }
    }
    return deleted().stream()
        .filter(gone -> Names.key(gone.name()).equals(Names.key(ref)))
        .findFirst();
  }

  /** What is known of a persona that is gone; empty if it was renamed, or never there. */
  private Optional<DeletedPersona> deletedOf(String slug) throws IOException {
    if (folder.directory().find(slug + ".md").isPresent()) {
      return Optional.empty();
    }
    List<Recorded> effective = Chain.effective(folder.log().entries(slug), FileVersion.ABSENT);
    if (effective.isEmpty()) {
      return Optional.empty();
    }
    Recorded last = effective.getFirst();
    if (!last.change().other().isEmpty() || last.number() == 0) {
      return Optional.empty();
    }
    return folder
        .log()
        .before(slug, last.number())
        .map(
            bytes ->
                new DeletedPersona(
                    last.change().slug() + ".md",
                    PersonaFile.parse(slug + ".md", bytes).name().orElse(slug),
                    last.change()));
  }

  Path pathOf(String slug) {
    return folder.directory().path().resolve(slug + ".md");
  }
}
