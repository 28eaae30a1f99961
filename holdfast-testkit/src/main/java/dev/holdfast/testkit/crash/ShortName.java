package dev.holdfast.testkit.crash;

/** Names for a reader: of a long one, such as a random one, the beginning and the end. */
final class ShortName {
  private ShortName() {}

  private static final int LONG = 28;
  private static final int FIRST = 10;
  private static final int LAST = 8;

  static String of(String name) {
    return name.length() <= LONG
        ? name
        : name.substring(0, FIRST) + "…" + name.substring(name.length() - LAST);
  }
}
