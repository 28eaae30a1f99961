package dev.holdfast.tx;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The paths that take part in a transaction. A name may be vacated once, by a deletion or a move,
 * and filled once. No path is below another one, except that a directory that is created may be
 * filled in the same transaction. So the entries are independent of each other, if all names are
 * vacated first, and then directories are created from the root down.
 */
final class Participants {

  private final Set<Path> vacated = new HashSet<>();

  private final Set<Path> movedTo = new HashSet<>();

  /** Filled otherwise. */
  private final Set<Path> made = new HashSet<>();

  /** Some of those. */
  private final Set<Path> directories = new HashSet<>();

  private final Set<Path> above = new HashSet<>();

  /** Does one of those above take part itself? */
  private boolean nested;

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
      addAbove(path);
      addAboveVacated(path);
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
      addAbove(path);
    }
  }

  private void checkAbove(Path path, Set<Path> allowed) {
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      if (!nested && above.contains(each)) {
        return; // as is all that is above it, and none of that takes part
      }
      if (takesPart(each) && !allowed.contains(each)) {
        throw alreadyIn(path, each);
      }
    }
  }

  private boolean takesPart(Path path) {
    return vacated.contains(path) || made.contains(path) || movedTo.contains(path);
  }

  /** Of a path that takes part by now. */
  private void addAbove(Path path) {
    nested |= above.contains(path);
    Path parent = path.getParent();
    while (parent != null && above.add(parent)) {
      nested |= takesPart(parent);
      parent = parent.getParent();
    }
  }

  private void addAboveVacated(Path path) {
    Path parent = path.getParent();
    while (parent != null && aboveVacated.add(parent)) {
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
  static boolean areWoven(List<Entry> entries) {
    Set<Path> vacated = new HashSet<>();
    Set<String> deleted = new HashSet<>();
    for (Entry entry : entries) {
      Path path = entry.vacates();
      if (path != null) {
        vacated.add(path);
        if (entry instanceof Entry.Delete) {
          deleted.add(folded(path));
        }
      }
    }
    return !vacated.isEmpty()
        && entries.stream()
            .map(Entry::fills)
            .filter(Objects::nonNull)
            .anyMatch(
                path ->
                    vacated.contains(path)
                        || (!deleted.isEmpty() && deleted.contains(folded(path))));
  }

  /** The same for two paths that a file system may take for one. */
  private static String folded(Path path) {
    String plain = Normalizer.normalize(path.toString(), Normalizer.Form.NFC);
    return plain.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
