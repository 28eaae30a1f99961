package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The contents of one file that a crash may leave, newest first, then the plainest losses: all, the
 * last changes, the data but not the size.
 *
 * @param contents different ones
 * @param leftOut how many more there may be at most; equal ones counted as often as they arise
 */
record ContentStates(List<FileContent> contents, long leftOut) {

  /** All contents if that takes at most {@code limit} combinations, else a seeded choice. */
  static ContentStates of(
      FileContent durable,
      List<DataChange> changes,
      PersistenceModel model,
      int limit,
      Random random) {
    List<FileContent> history = new ArrayList<>(List.of(durable));
    for (DataChange change : changes) {
      history.add(change.applyTo(history.getLast()));
    }
    Pages pages = Pages.of(history, model);
    long combinations = pages.combinations();
    boolean all = combinations <= limit;
    Set<FileContent> found = new LinkedHashSet<>();
    found.add(history.getLast());
    found.add(durable);
    Iterator<FileContent> plainest =
        Stream.concat(
                history.reversed().stream(),
                pages.sizes().stream()
                    .flatMap(size -> Stream.of(pages.oldest(size), pages.newest(size))))
            .iterator();
    while (plainest.hasNext() && (all || found.size() < limit / 2)) {
      found.add(plainest.next());
    }
    if (all) {
      pages.forEach(found::add);
    } else {
      pages.plainest(limit / 4, found::add);
      for (int tries = 0; tries < limit && found.size() < limit; tries++) {
        found.add(pages.random(random));
      }
    }
    if (!model.sizeGrowsWithoutData()) {
      found.removeIf(each -> showsWhatNobodyWrote(each, history));
    }
    return new ContentStates(
        List.copyOf(found), all ? 0 : Math.max(1, combinations - found.size()));
  }

  /** Is some page beyond the durable size not as it was written? */
  private static boolean showsWhatNobodyWrote(FileContent state, List<FileContent> history) {
    int durableSize = history.getFirst().size();
    if (state.size() <= durableSize) {
      return false;
    }
    FileContent grown = state.slice(durableSize, state.size());
    return history.stream()
        .noneMatch(
            each ->
                each.size() >= state.size() && each.slice(durableSize, state.size()).equals(grown));
  }
}
