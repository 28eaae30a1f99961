package dev.holdfast.tx;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The paths that take part in a transaction. A name may be vacated once, by a deletion or a move,
 * and filled once. No path is below another one, except that a directory that is created may be
 * filled in the same transaction. So the entries are independent of each other, if all names are
 * vacated first, and then directories are created from the root down.
 */
final class Participants {

  private final Set<Path> vacated = new HashSet<>();

  /** Some of those. */
  private final Set<Path> deleted = new HashSet<>();

  private final Set<Path> movedTo = new HashSet<>();

  /** Filled otherwise. */
  private final Set<Path> made = new HashSet<>();

  /** Some of those. */
  private final Set<Path> directories = new HashSet<>();

  private final Set<Path> above = new HashSet<>();
  private final Set<Path> aboveVacated = new HashSet<>();

  /** Those of these entries, whatever their order. */
  static Participants of(List<Entry> entries) {
    Participants all = new Participants();
    for (Entry entry : entries) {
      all.vacate(entry);
    }
    for (Entry.Directory directory : directories(entries)) {
      all.fill(directory);
    }
    for (Entry entry : entries) {
      if (!(entry instanceof Entry.Directory)) {
        all.fill(entry);
      }
    }
    return all;
  }

  /** The directories that are created, each before those in it. */
  static List<Entry.Directory> directories(List<Entry> entries) {
    return entries.stream()
        .filter(Entry.Directory.class::isInstance)
        .map(Entry.Directory.class::cast)
        .sorted(Comparator.comparingInt(each -> each.path().getNameCount()))
        .toList();
  }

  /**
   * Could this entry be added? What is made where another one vacates, comes after that one.
   *
   * @throws IllegalArgumentException if a path of it takes part already
   */
  void check(Entry entry) {
    checkVacating(entry);
    checkFilling(entry);
  }

  /** Adds those of one entry, if it can be; see {@link #check}. */
  void add(Entry entry) {
    check(entry);
    vacate(entry);
    fill(entry);
  }

  private void checkVacating(Entry entry) {
    Path path = entry.vacates();
    if (path != null) {
      if (vacated.contains(path) || made.contains(path) || above.contains(path)) {
        throw alreadyIn(path, path);
      }
      checkAbove(path, Set.of());
    }
  }

  private void vacate(Entry entry) {
    checkVacating(entry);
    Path path = entry.vacates();
    if (path != null) {
      vacated.add(path);
      if (entry instanceof Entry.Delete) {
        deleted.add(path);
      }
      addAbove(path, above);
      addAbove(path, aboveVacated);
    }
  }

  private void checkFilling(Entry entry) {
    Path path = entry.fills();
    if (path != null) {
      boolean blocked = (entry instanceof Entry.Directory ? aboveVacated : above).contains(path);
      if (made.contains(path) || movedTo.contains(path) || blocked) {
        throw alreadyIn(path, path);
      }
      checkAbove(path, directories);
    }
    if (entry instanceof Entry.Move(_, Path from, Path to)
        && (from.startsWith(to) || to.startsWith(from))) {
      throw new IllegalArgumentException("%s cannot be moved to %s".formatted(from, to));
    }
  }

  private void fill(Entry entry) {
    checkFilling(entry);
    Path path = entry.fills();
    if (path != null) {
      (entry instanceof Entry.Move ? movedTo : made).add(path);
      if (entry instanceof Entry.Directory) {
        directories.add(path);
      }
      addAbove(path, above);
    }
  }

  private void checkAbove(Path path, Set<Path> allowed) {
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      boolean takesPart = vacated.contains(each) || made.contains(each) || movedTo.contains(each);
      if (takesPart && !allowed.contains(each)) {
        throw alreadyIn(path, each);
      }
    }
  }

  private static void addAbove(Path path, Set<Path> to) {
    Path parent = path.getParent();
    while (parent != null && to.add(parent)) {
      parent = parent.getParent();
    }
  }

  private static IllegalArgumentException alreadyIn(Path path, Path taken) {
    return new IllegalArgumentException(
        "%s: %s takes part in the transaction already, with something in it or above it; use a second transaction"
            .formatted(path, taken));
  }

  /** Is this a directory that is created? */
  boolean creates(Path path) {
    return directories.contains(path);
  }

  /** Is this in a directory that is created, so that nothing will be there? */
  boolean createsAbove(Path path) {
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      if (directories.contains(each)) {
        return true;
      }
    }
    return false;
  }

  /** Will nothing be there when the names are filled, whatever is there now? */
  boolean makesRoomAt(Path path) {
    return vacated.contains(path) || createsAbove(path);
  }

  /**
   * Is a name filled again that was vacated? Then all must be vacated before any is filled. Where
   * case does not count, two names that are deleted and filled may be the same one.
   */
  boolean areWoven() {
    if (vacated.stream().anyMatch(path -> made.contains(path) || movedTo.contains(path))) {
      return true;
    }
    Set<String> gone = deleted.stream().map(Participants::folded).collect(toSet());
    return !gone.isEmpty()
        && Stream.concat(made.stream(), movedTo.stream())
            .anyMatch(path -> gone.contains(folded(path)));
  }

  /** The same for two paths that a file system may take for one. */
  private static String folded(Path path) {
    String plain = Normalizer.normalize(path.toString(), Normalizer.Form.NFC);
    return plain.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
