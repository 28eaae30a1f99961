package dev.holdfast.tx;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change of a transaction. Its paths are below the root of the tree, which they begin with. */
sealed interface Entry {

  /** The name of what belongs to it in the stage. */
  int slot();

  /** The name where nothing is when it is done, but for what another entry puts there. */
  default @Nullable Path vacates() {
    return null;
  }

  /** The name where something is when it is done. */
  default @Nullable Path fills() {
    return null;
  }

  /** The names that it creates, replaces or removes. */
  default List<Path> paths() {
    return Stream.of(vacates(), fills()).filter(Objects::nonNull).toList();
  }

  /**
   * The content in the slot becomes the file {@code path}.
   *
   * @param length of the content, in bytes
   * @param sha256 of the content, in hexadecimal digits
   */
  record Put(int slot, Path path, long length, String sha256) implements Entry {
    @Override
    public Path fills() {
      return path;
    }
  }

  /** The empty directory in the slot becomes the directory {@code path}. */
  record Directory(int slot, Path path) implements Entry {
    @Override
    public Path fills() {
      return path;
    }
  }

  /**
   * The symbolic link in the slot becomes the link {@code path}.
   *
   * @param sha256 of its target as text in UTF-8, in hexadecimal digits
   */
  record Link(int slot, Path path, String sha256) implements Entry {
    @Override
    public Path fills() {
      return path;
    }
  }

  /** The file or directory is removed, if it is there. */
  record Delete(int slot, Path path) implements Entry {
    @Override
    public Path vacates() {
      return path;
    }
  }

  /** The file or directory gets another name. */
  record Move(int slot, Path from, Path to) implements Entry {
    @Override
    public Path vacates() {
      return from;
    }

    @Override
    public Path fills() {
      return to;
    }
  }
}
