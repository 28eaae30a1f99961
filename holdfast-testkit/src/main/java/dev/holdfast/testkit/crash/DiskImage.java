package dev.holdfast.testkit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole content of a file system. Images share what is the same in them: nothing in one is
 * changed.
 *
 * @param nodes what each inode is; the root is {@link #ROOT}
 * @param attributes of each inode, by names such as {@code "posix:permissions"}
 */
record DiskImage(Map<Integer, Node> nodes, Map<Integer, Map<String, Object>> attributes) {

  static final int ROOT = 0;

  Map<String, Object> attributesOf(int inode) {
    return attributes.getOrDefault(inode, Map.of());
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
    walk(visitor, "", ROOT, new ArrayList<>());
  }

  private void walk(Visitor visitor, String path, int inode, List<Integer> above) {
    Node node = nodes.get(inode);
    if (node == null || above.contains(inode)) {
      return; // a directory inside itself: of two half renames one would have to be refused
    }
    if (inode != ROOT) {
      visitor.visit(path, inode, node);
    }
    if (node instanceof Node.Directory directory) {
      above.add(inode);
      directory
          .entries()
          .forEach(
              (name, child) ->
                  walk(visitor, path.isEmpty() ? name : path + "/" + name, child, above));
      above.removeLast();
    }
  }

  /** The root and what has a name below it. */
  Set<Integer> reachable() {
    Set<Integer> found = new TreeSet<>();
    reach(ROOT, found);
    return found;
  }

  private void reach(int inode, Set<Integer> found) {
    Node node = nodes.get(inode);
    if (node != null && found.add(inode) && node instanceof Node.Directory directory) {
      directory.entries().values().forEach(child -> reach(child, found));
    }
  }
}
