package dev.holdfast.tx;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The paths that take part in a transaction, each once. Only what is vacated, by a deletion or a
 * move, may be filled again, by a move. No path is below another one: then the entries are
 * independent of each other but for these.
 */
final class Participants {

  private final Set<Path> put = new HashSet<>();
  private final Set<Path> vacated = new HashSet<>();
  private final Set<Path> filled = new HashSet<>();
  private final Set<Path> above = new HashSet<>();

  /** Those of these entries. */
  static Participants of(Iterable<Entry> entries) {
    Participants all = new Participants();
    for (Entry entry : entries) {
      all.add(entry);
    }
    return all;
  }

  /**
   * Could those of this entry be added?
   *
   * @throws IllegalArgumentException if one takes part already
   */
  void check(Entry entry) {
    switch (entry) {
      case Entry.Put(_, Path path, _, _) ->
          check(path, vacated.contains(path) || filled.contains(path));
      case Entry.Delete(_, Path path) -> check(path, vacated.contains(path) || put.contains(path));
      case Entry.Move(_, Path from, Path to) -> {
        if (from.startsWith(to) || to.startsWith(from)) {
          throw new IllegalArgumentException("%s cannot be moved to %s".formatted(from, to));
        }
        check(from, vacated.contains(from) || put.contains(from));
        check(to, filled.contains(to) || put.contains(to));
      }
    }
  }

  /** Adds those of one entry, if it can be; see {@link #check}. */
  void add(Entry entry) {
    check(entry);
    switch (entry) {
      case Entry.Put(_, Path path, _, _) -> put.add(path);
      case Entry.Delete(_, Path path) -> vacated.add(path);
      case Entry.Move(_, Path from, Path to) -> {
        vacated.add(from);
        filled.add(to);
      }
    }
    for (Path path : entry.paths()) {
      Path parent = path.getParent();
      while (parent != null && above.add(parent)) {
        parent = parent.getParent();
      }
    }
  }

  private void check(Path path, boolean taken) {
    if (taken || above.contains(path)) {
      throw alreadyIn(path, path);
    }
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      if (takesPart(each)) {
        throw alreadyIn(path, each);
      }
    }
  }

  private boolean takesPart(Path path) {
    return put.contains(path) || vacated.contains(path) || filled.contains(path);
  }

  private static IllegalArgumentException alreadyIn(Path path, Path taken) {
    return new IllegalArgumentException(
        "%s: %s takes part in the transaction already, with something in it or above it; use a second transaction"
            .formatted(path, taken));
  }

  /** Does this transaction move or delete what stands there? */
  boolean vacates(Path path) {
    return vacated.contains(path);
  }

  /** Is a name filled again that was vacated? Then all must be vacated before any is filled. */
  boolean areWoven() {
    return filled.stream().anyMatch(vacated::contains);
  }
}
