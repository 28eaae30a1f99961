package dev.holdfast.personas;

import dev.holdfast.personas.PersonaException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the file that a ref means: by file name, slug, unique id, then name.
 *
 * <p>A quick search opens the few files that can be meant: those that the ref itself leads to, and
 * those that are known by this id or name. Its cost does not grow with the folder.
 */
final class Lookup {

  /** How far to look. */
  enum Depth {
    /** The whole folder is read again, so that a copy made by hand a moment ago is seen. */
    THOROUGH,
    /** As few files as possible; the whole folder only if these are not it. */
    QUICK
  }

  private static final Pattern UNIQUE_ID = Pattern.compile("(.+)_[0-9]{8}-[0-9]{6}_.*");
  private static final int MOST_REF_CHARS = 1000;
  private static final int MOST_SUGGESTED = 10;

  private final PersonaDirectory directory;

  Lookup(PersonaDirectory directory) {
    this.directory = directory;
  }

  /**
   * The file that {@code ref} means.
   *
   * @throws PersonaException {@code NOT_FOUND}; {@code INVALID_VALUE} if there are several
   */
  Path require(String ref, Depth depth) throws IOException {
    Optional<Path> found = find(ref, depth);
    if (found.isEmpty()) {
      throw notFound(ref);
    }
    return found.get();
  }

  /**
   * The file that {@code ref} means, if there is one.
   *
   * @throws PersonaException {@code INVALID_VALUE} if there are several
   */
  Optional<Path> find(String ref, Depth depth) throws IOException {
    if (ref.isEmpty() || ref.length() > MOST_REF_CHARS) {
      return Optional.empty();
    }
    for (String name : List.of(ref, ref + ".md", ref.toLowerCase(Locale.ROOT) + ".md")) {
      Optional<Path> found = directory.find(name);
      if (found.isPresent()) {
        return found;
      }
    }
    if (depth == Depth.QUICK) {
      Optional<Path> found = selectQuickly(ref);
      if (found.isPresent()) {
        return found;
      }
    }
    return select(ref, directory.scan().all());
  }

  /** Empty also if several are meant: one may be about to be gone, for which a scan waits. */
  private Optional<Path> selectQuickly(String ref) throws IOException {
    try {
      return select(ref, likely(ref));
    } catch (PersonaException several) {
      return Optional.empty();
    }
  }

  /** The files that a ref to an id or a name leads to without a search. */
  private List<Loaded> likely(String ref) throws IOException {
    Map<Path, Loaded> found = new LinkedHashMap<>();
    PersonaIndex known = directory.known();
    for (Loaded one : known.identified(ref)) {
      directory.load(one.path()).ifPresent(now -> found.put(now.path(), now));
    }
    for (Loaded one : known.named(Names.key(ref))) {
      directory.load(one.path()).ifPresent(now -> found.put(now.path(), now));
    }
    Matcher id = UNIQUE_ID.matcher(ref);
    if (id.matches()) {
      addIfThere(id.group(1), found);
    }
    for (String slug : Slugs.of(ref).all()) {
      addIfThere(slug, found);
    }
    return List.copyOf(found.values());
  }

  private void addIfThere(String slug, Map<Path, Loaded> found) throws IOException {
    Optional<Path> path = directory.find(slug + ".md");
    if (path.isPresent()) {
      directory.load(path.get()).ifPresent(now -> found.put(now.path(), now));
    }
  }

  private static Optional<Path> select(String ref, List<Loaded> files) {
    String key = Names.key(ref);
    return only(ref, files, f -> f.fileName().equals(ref))
        .or(
            () ->
                only(
                    ref,
                    files,
                    f ->
                        f.fileName().equalsIgnoreCase(ref)
                            || f.entry().slug().equalsIgnoreCase(ref)))
        .or(() -> only(ref, files, f -> f.uniqueId().equals(ref)))
        .or(() -> only(ref, files, f -> f.uniqueId().equalsIgnoreCase(ref)))
        .or(() -> only(ref, files, f -> f.nameKey().equals(key)))
        .map(Loaded::path);
  }

  private static Optional<Loaded> only(String ref, List<Loaded> files, Predicate<Loaded> meant) {
    List<Loaded> found = files.stream().filter(meant).toList();
    if (found.size() > 1) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s means %d personas: %s".formatted(Show.quoted(ref), found.size(), fileNames(found)),
          "Use one of these file names.");
    }
    return found.stream().findFirst();
  }

  private PersonaException notFound(String ref) throws IOException {
    List<Loaded> all = directory.scan().all();
    String hint =
        all.isEmpty()
            ? "The folder is empty; create a persona first."
            : "Use a name, slug, file name or unique id. There are: " + fileNames(all) + ".";
    return new PersonaException(
        Code.NOT_FOUND, "there is no persona %s".formatted(Show.quoted(ref)), hint);
  }

  private static String fileNames(List<Loaded> files) {
    List<String> names =
        files.stream().limit(MOST_SUGGESTED).map(f -> Show.plain(f.fileName())).toList();
    int more = files.size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
