package dev.holdfast.lock;

import java.util.regex.Pattern;

/** A word of a command line that a message asks its reader to type. */
final class ShellWord {

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_/.:@%+=,][\\w/.:@%+=,-]*");

  private ShellWord() {}

  /** The text as one word for a POSIX shell: as it is, or in single quotes where it must be. */
  static String quote(String text) {
    return SAFE.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
