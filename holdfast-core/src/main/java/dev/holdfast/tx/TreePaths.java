package dev.holdfast.tx;

import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths in a tree, and how they are written down: relative to its root, in one word. */
final class TreePaths {

  private final Path root;

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
      name.toString().codePoints().forEach(each -> append(word, each));
    }
    return word.toString();
  }

  private static void append(StringBuilder word, int character) {
    boolean plain =
        character < 0x80
            ? character > ' ' && character != '%' && character != 0x7f
            : Character.isLetterOrDigit(character);
    if (plain) {
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
  Path fromWord(String word) throws IOException {
    Path path = root;
    for (String name : word.split("/", -1)) {
      path = path.resolve(root.getFileSystem().getPath(unescaped(name)));
    }
    if (!toWord(inside(path)).equals(word)) {
      throw new IllegalArgumentException("'%s' is not a path".formatted(word));
    }
    return path;
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
