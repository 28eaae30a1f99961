package dev.holdfast.testkit.crash;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the contents, or of the sets of attributes, that a crash may leave an inode with. */
sealed interface Choice {

  /** Puts it into an image that is being made. */
  void applyTo(Map<Integer, Node> nodes, Map<Integer, Map<String, Object>> attributes);

  /** What is not in it, or null if it is the newest. */
  @Nullable Loss lost();

  /** A content. */
  record OfContent(int inode, FileContent content, @Nullable Loss lost) implements Choice {
    @Override
    public void applyTo(Map<Integer, Node> nodes, Map<Integer, Map<String, Object>> attributes) {
      nodes.put(inode, new Node.Regular(content));
    }
  }

  /** Attributes. */
  record OfAttributes(int inode, Map<String, Object> values, @Nullable Loss lost)
      implements Choice {
    @Override
    public void applyTo(Map<Integer, Node> nodes, Map<Integer, Map<String, Object>> attributes) {
      attributes.put(inode, values);
    }
  }
}
