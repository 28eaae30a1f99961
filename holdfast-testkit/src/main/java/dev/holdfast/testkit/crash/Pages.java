package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A file whose pages arrive on the disk one by one: for each page what it may hold, and the sizes
 * that the file may have.
 */
final class Pages {

  private final int pageBytes;

  /** Newest first. */
  private final List<Integer> sizes;

  /** For each page its whole versions, newest first. */
  private final List<List<FileContent>> versions = new ArrayList<>();

  /** For each page its torn versions; at most one page of a state is torn. */
  private final List<List<FileContent>> torn = new ArrayList<>();

  private Pages(int pageBytes, List<Integer> sizes) {
    this.pageBytes = pageBytes;
    this.sizes = sizes;
  }

  /**
   * The pages of a file.
   *
   * @param history its contents, the durable one first, then one after each unsynced change
   */
  static Pages of(List<FileContent> history, PersistenceModel model) {
    Pages pages = new Pages(model.pageBytes(), sizes(history, model));
    int bytes = Collections.max(pages.sizes);
    for (int from = 0; from < bytes; from += model.pageBytes()) {
      List<FileContent> whole = new ArrayList<>();
      for (FileContent each : history) {
        if (each.size() <= from && !whole.isEmpty()) {
          continue; // the page was given up, not written
        }
        FileContent page = each.slice(from, from + model.pageBytes());
        if (whole.isEmpty() || !whole.getLast().equals(page)) {
          whole.add(page);
        }
      }
      pages.torn.add(torn(whole, model.sectorBytes()));
      pages.versions.add(new ArrayList<>(new LinkedHashSet<>(whole.reversed())));
    }
    return pages;
  }

  private static List<Integer> sizes(List<FileContent> history, PersistenceModel model) {
    Set<Integer> sizes = new LinkedHashSet<>();
    sizes.add(history.getLast().size());
    for (int i = history.size() - 1; i > 0; i--) {
      sizes.add(history.get(i).size());
      sizes.addAll(sizesBetween(history.get(i - 1).size(), history.get(i).size(), model));
    }
    sizes.add(history.getFirst().size());
    return List.copyOf(sizes);
  }

  private static Set<Integer> sizesBetween(int before, int after, PersistenceModel model) {
    Set<Integer> sizes = new TreeSet<>(Collections.reverseOrder());
    int page = model.pageBytes();
    int sector = model.sectorBytes();
    for (int size = (before / page + 1) * page; size < after; size += page) {
      sizes.add(size);
    }
    int first = (before / sector + 1) * sector;
    if (first < after) {
      sizes.add(first);
      sizes.add((after - 1) / sector * sector);
    }
    return sizes;
  }

  private static List<FileContent> torn(List<FileContent> versions, int sector) {
    Set<FileContent> torn = new LinkedHashSet<>();
    for (int i = 1; i < versions.size(); i++) {
      FileContent older = versions.get(i - 1);
      FileContent newer = versions.get(i);
      for (int at = sector; at < newer.size(); at += sector) {
        torn.add(older.overwritten(0, newer.slice(0, at)));
        torn.add(newer.overwritten(0, older.slice(0, at)));
      }
    }
    versions.forEach(torn::remove);
    return List.copyOf(torn);
  }

  List<Integer> sizes() {
    return sizes;
  }

  FileContent newest(int size) {
    return assemble(size, versions.stream().map(List::getFirst).toList());
  }

  FileContent oldest(int size) {
    return assemble(size, versions.stream().map(List::getLast).toList());
  }

  private FileContent assemble(int size, List<FileContent> pages) {
    byte[] bytes = new byte[size];
    for (int i = 0; i * pageBytes < size; i++) {
      System.arraycopy(
          pages.get(i).bytes(), 0, bytes, i * pageBytes, Math.min(pageBytes, size - i * pageBytes));
    }
    return FileContent.of(bytes);
  }

  /**
   * How many there are, equal ones counted as often as they arise; {@code Long.MAX_VALUE} is many.
   */
  long combinations() {
    double whole = 1;
    for (List<FileContent> each : versions) {
      whole *= each.size();
    }
    double all = whole;
    for (int i = 0; i < torn.size(); i++) {
      all += whole / versions.get(i).size() * torn.get(i).size();
    }
    return (long) Math.min(Long.MAX_VALUE, all * sizes.size());
  }

  /** All of them. */
  void forEach(Consumer<FileContent> action) {
    for (int size : sizes) {
      forEach(size, new ArrayList<>(), false, action);
    }
  }

  private void forEach(
      int size, List<FileContent> chosen, boolean isTorn, Consumer<FileContent> action) {
    int page = chosen.size();
    if (page == versions.size()) {
      action.accept(assemble(size, chosen));
      return;
    }
    for (FileContent each : versions.get(page)) {
      chosen.add(each);
      forEach(size, chosen, isTorn, action);
      chosen.removeLast();
    }
    if (!isTorn) {
      for (FileContent each : torn.get(page)) {
        chosen.add(each);
        forEach(size, chosen, true, action);
        chosen.removeLast();
      }
    }
  }

  /** At most so many in which one page differs from all others, which are newest, or oldest. */
  void plainest(int limit, Consumer<FileContent> action) {
    List<FileContent> newest = versions.stream().map(List::getFirst).toList();
    List<FileContent> oldest = versions.stream().map(List::getLast).toList();
    int left = limit;
    for (int page = 0; page < versions.size(); page++) {
      List<FileContent> others = new ArrayList<>(versions.get(page));
      others.addAll(torn.get(page));
      for (FileContent each : others) {
        for (List<FileContent> rest : List.of(newest, oldest)) {
          if (left-- <= 0) {
            return;
          }
          List<FileContent> chosen = new ArrayList<>(rest);
          chosen.set(page, each);
          action.accept(assemble(sizes.getFirst(), chosen));
        }
      }
    }
  }

  /** One of them. */
  FileContent random(Random random) {
    List<FileContent> chosen = new ArrayList<>();
    for (List<FileContent> each : versions) {
      chosen.add(pick(each, random));
    }
    int page = chosen.isEmpty() ? 0 : random.nextInt(chosen.size());
    if (random.nextBoolean() && !chosen.isEmpty() && !torn.get(page).isEmpty()) {
      chosen.set(page, pick(torn.get(page), random));
    }
    return assemble(pick(sizes, random), chosen);
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
