package dev.holdfast.tx;

import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Paths in a tree, and how they are written down: relative to its root, in one word. */
final class TreePaths {

  private final Path root;

  /** Those that words named. */
  private final Map<String, Path> directories = new HashMap<>();

  TreePaths(Path root) {
    this.root = root;
  }

  /**
   * The path, beginning with the real path of the root.
   *
   * @throws IllegalArgumentException if it is not below the root, or not part of the tree
   */
  Path inside(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path base = root;
    if (!absolute.startsWith(base)) {
      base = absolute.getParent(); // perhaps the root goes by another name
      while (base != null && !(Files.isDirectory(base) && base.toRealPath().equals(root))) {
        base = base.getParent();
      }
    }
    if (base == null || base.equals(absolute)) {
      throw new IllegalArgumentException("%s is not below %s".formatted(path, root));
    }
    Path relative = absolute.subpath(base.getNameCount(), absolute.getNameCount());
    for (Path name : relative) {
      checkName(path, name);
    }
    return root.resolve(relative);
  }

  private void checkName(Path path, Path name) {
    String text = name.toString();
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("%s: write it without '%s'".formatted(path, text));
    }
    if (TreeLayout.isReserved(name)) {
      throw new IllegalArgumentException(
          "%s: names that begin with %s are not part of the tree"
              .formatted(path, TreeLayout.RESERVED_PREFIX));
    }
    if (!root.getFileSystem().getPath(text).equals(name)) {
      throw new IllegalArgumentException(
          "%s: the name is not text in the encoding of this system".formatted(path));
    }
  }

  /** A path of the tree as one word. */
  String toWord(Path path) {
    StringBuilder word = new StringBuilder();
    for (Path name : root.relativize(path)) {
      if (!word.isEmpty()) {
        word.append('/');
      }
      word.append(escaped(name.toString()));
    }
    return word.toString();
  }

  private static String escaped(String name) {
    if (isPlain(name)) {
      return name;
    }
    StringBuilder word = new StringBuilder();
    name.codePoints().forEach(each -> append(word, each));
    return word.toString();
  }

  /** Does every character stand for itself, as in most names? */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int character) {
    return character > ' ' && character < 0x7f && character != '%';
  }

  private static void append(StringBuilder word, int character) {
    if (character < 0x80 ? isPlain(character) : Character.isLetterOrDigit(character)) {
      word.appendCodePoint(character);
      return;
    }
    for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      word.append("%%%02x".formatted(each));
    }
  }

  /**
   * The path that {@link #toWord} made this of.
   *
   * @throws IllegalArgumentException if there is none
   */
  Path fromWord(String word) {
    int end = word.lastIndexOf('/');
    Path name = name(word.substring(end + 1));
    return (end < 0 ? root : directory(word.substring(0, end))).resolve(name);
  }

  /** Most paths are in a directory that others are in, too. */
  private Path directory(String word) {
    Path known = directories.get(word);
    if (known == null) {
      known = fromWord(word);
      directories.put(word, known);
    }
    return known;
  }

  private Path name(String word) {
    String text = isPlain(word) ? word : unescaped(word);
    Path name = root.getFileSystem().getPath(text);
    if (!name.toString().equals(text) || name.getNameCount() != 1 || !escaped(text).equals(word)) {
      throw new IllegalArgumentException("'%s' is not a name".formatted(word));
    }
    checkName(name, name);
    return name;
  }

  private static String unescaped(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        plain[length++] =
            (byte) Integer.parseInt(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII), 16);
        i += 2;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }
}
