package dev.holdfast.testkit.crash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole content of a file system.
 *
 * @param nodes what each inode is; the root is {@link #ROOT}
 * @param attributes of each inode, by names such as {@code "posix:permissions"}
 */
record DiskImage(Map<Integer, Node> nodes, Map<Integer, Map<String, Object>> attributes) {

  static final int ROOT = 0;

  Map<String, Object> attributesOf(int inode) {
    return attributes.getOrDefault(inode, Map.of());
  }

  /** Equal for images that no program could tell apart. */
  String key() {
    MessageDigest digest = Digests.sha256();
    walk(
        new Visitor() {
          private final Map<Integer, String> firstPaths = new HashMap<>();

          @Override
          public void visit(String path, int inode, Node node) {
            put(path);
            @Nullable String other = firstPaths.putIfAbsent(inode, path);
            switch (node) {
              case Node.Directory directory -> put("directory");
              case Node.SymbolicLink link -> put("link " + link.target());
              case Node.Regular file when other != null -> put("same as " + other);
              case Node.Regular file -> digest.update(file.content().digest());
            }
            for (Map.Entry<String, Object> each : new TreeMap<>(attributesOf(inode)).entrySet()) {
              put(each.getKey() + "=" + AttributeText.of(each.getValue()));
            }
          }

          private void put(String text) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Sees each name below the root, directories before what is in them, names in order. */
  interface Visitor {
    /**
     * A name.
     *
     * @param path relative to the root
     */
    void visit(String path, int inode, Node node);
  }

  void walk(Visitor visitor) {
    walk(visitor, "", ROOT, Set.of());
  }

  private void walk(Visitor visitor, String path, int inode, Set<Integer> above) {
    Node node = nodes.get(inode);
    if (node == null || above.contains(inode)) {
      return; // a directory inside itself: of two half renames one would have to be refused
    }
    if (inode != ROOT) {
      visitor.visit(path, inode, node);
    }
    if (node instanceof Node.Directory directory) {
      Set<Integer> here = new HashSet<>(above);
      here.add(inode);
      directory
          .entries()
          .forEach(
              (name, child) ->
                  walk(visitor, path.isEmpty() ? name : path + "/" + name, child, here));
    }
  }
}
