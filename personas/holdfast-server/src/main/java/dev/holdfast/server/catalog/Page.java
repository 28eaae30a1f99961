package dev.holdfast.server.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param <T> what the list is of
 * @param items in the order of the list
 * @param nextCursor what to ask the next part with; empty if this is the last
 */
public record Page<T>(List<T> items, Optional<String> nextCursor) {

  /** How many items are on a page. */
  public static final int SIZE = 200;

  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * The page behind a cursor. A cursor says behind which key to go on, so it stays good while the
   * list changes: what is there all the time is listed exactly once.
   *
   * @param list the name of the list; cursors of other lists are refused
   * @param all sorted by key; no two have the same
   * @throws CatalogException if this list has given no such cursor
   */
  static <K, T> Page<T> of(
      String list,
      List<K> all,
      Function<K, String> key,
      Function<K, T> item,
      Optional<String> cursor) {
    Optional<String> behind = cursor.map(given -> keyIn(list, given));
    List<K> rest =
        behind.isEmpty()
            ? all
            : all.stream().filter(one -> key.apply(one).compareTo(behind.get()) > 0).toList();
    List<K> page = rest.subList(0, Math.min(SIZE, rest.size()));
    return new Page<>(
        page.stream().map(item).toList(),
        page.size() == rest.size()
            ? Optional.empty()
            : Optional.of(cursor(list, key.apply(page.getLast()))));
  }

  private static String cursor(String list, String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + ":" + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String keyIn(String list, String cursor) {
    try {
      String decoded = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (decoded.startsWith(list + ":")) {
        String key = decoded.substring(list.length() + 1);
        if (cursor(list, key).equals(cursor)) {
          return key;
        }
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new CatalogException(
        CatalogException.Kind.INVALID_ARGUMENT,
        "Invalid cursor "
            + Values.quoted(cursor)
            + ": give the nextCursor of an earlier page of the same list as it is, or no cursor"
            + " to begin with the first page.");
  }
}
