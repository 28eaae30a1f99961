package dev.holdfast.snapshot;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Relative paths as a manifest has them: names separated by {@code /}. */
final class PathText {
  private PathText() {}

  /** Names that are not part of any snapshot begin with this. */
  static final String OWN_NAMES = ".holdfast";

  /** The text of a name; null if it has none from which the same name can be made again. */
  static @Nullable String ofName(Path entry) {
    String text = String.valueOf(entry.getFileName());
    try {
      // A name that is no text in the encoding of the system is decoded to something else.
      return entry.resolveSibling(text).equals(entry) && isUnicode(text) ? text : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  static boolean isUnicode(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).hasArray();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /** The path of the directory that this one is in; empty for the snapshot itself. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /**
   * The order of a manifest: each directory before what is in it, and that before whatever follows
   * the directory; names by their code points, which is the order of their bytes in UTF-8.
   */
  static int compare(String a, String b) {
    int i = 0;
    int end = Math.min(a.length(), b.length());
    while (i < end && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == end) {
      return Integer.compare(a.length(), b.length());
    }
    // Not in the middle of a surrogate pair: the first halves may be the same.
    if (i > 0 && Character.isHighSurrogate(a.charAt(i - 1))) {
      i--;
    }
    return Integer.compare(rank(a, i), rank(b, i));
  }

  private static int rank(String text, int at) {
    int codePoint = text.codePointAt(at);
    return codePoint == '/' ? -1 : codePoint;
  }

  /** What is wrong with a path that somebody else wrote; null if it is a path below a snapshot. */
  static @Nullable String problem(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
        return "does not lead to a place below the snapshot";
      }
      if (name.startsWith(OWN_NAMES)) {
        return "is not part of a snapshot";
      }
    }
    return null;
  }

  /** As GNU {@code sha256sum} writes names with these characters; the same text if it has none. */
  static String escape(String path) {
    return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  /** The reverse of {@link #escape}; null if nothing is escaped like that. */
  static @Nullable String unescape(String escaped) {
    StringBuilder path = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char each = escaped.charAt(i);
      if (each == '\r') {
        return null;
      }
      if (each == '\\') {
        i++;
        switch (i < escaped.length() ? escaped.charAt(i) : 0) {
          case '\\' -> path.append('\\');
          case 'n' -> path.append('\n');
          case 'r' -> path.append('\r');
          default -> {
            return null;
          }
        }
      } else {
        path.append(each);
      }
    }
    return path.toString();
  }
}
