package dev.holdfast.tx;

import java.nio.file.Path;
import java.util.List;

/** One change of a transaction. Its paths are below the root of the tree, which they begin with. */
sealed interface Entry {

  /** The name of what belongs to it in the stage. */
  int slot();

  /** The names that it creates, replaces or removes. */
  List<Path> paths();

  /**
   * The content in the slot becomes the file {@code path}.
   *
   * @param length of the content, in bytes
   * @param sha256 of the content, in hexadecimal digits
   */
  record Put(int slot, Path path, long length, String sha256) implements Entry {
    @Override
    public List<Path> paths() {
      return List.of(path);
    }
  }

  /** The file or directory is removed, if it is there. */
  record Delete(int slot, Path path) implements Entry {
    @Override
    public List<Path> paths() {
      return List.of(path);
    }
  }

  /** The file or directory gets another name. */
  record Move(int slot, Path from, Path to) implements Entry {
    @Override
    public List<Path> paths() {
      return List.of(from, to);
    }
  }
}
