package dev.holdfast.server.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant. */
final class NearNames {

  private static final int MOST = 3;
  private static final int LONGEST = 100;

  private NearNames() {}

  /** Those that few strokes lead to, or that hold what was given; the nearest first. */
  static List<String> of(String given, Collection<String> names) {
    if (given.isBlank() || given.length() > LONGEST) {
      return List.of();
    }
    return names.stream()
        .filter(name -> name.contains(given) || strokes(given, name) <= name.length() / 3)
        .sorted(Comparator.comparingInt(name -> strokes(given, name)))
        .limit(MOST)
        .toList();
  }

  /** Levenshtein's distance: characters to insert, delete or replace. */
  private static int strokes(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] now = new int[before.length];
      now[0] = i;
      for (int j = 1; j < now.length; j++) {
        int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[to.length()];
  }
}
