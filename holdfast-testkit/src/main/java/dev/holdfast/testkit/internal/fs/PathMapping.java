package dev.holdfast.testkit.internal.fs;

import java.nio.file.Path;

/**
 * Between the paths that a layer shows and those of the file system below. Both are paths of the
 * provider below, so that syntax is its business.
 */
public interface PathMapping {

  /** The path below that a shown, absolute path stands for. */
  Path below(Path shown);

  /** The path to show for an absolute one below. */
  Path shown(Path below);

  /** Paths are the same above and below. */
  static PathMapping identity() {
    return new PathMapping() {
      @Override
      public Path below(Path shown) {
        return shown;
      }

      @Override
      public Path shown(Path below) {
        return below;
      }
    };
  }

  /**
   * The root directory {@code /} stands for {@code base}, as after {@code chroot}.
   *
   * @param base a real path
   */
  static PathMapping rootedAt(Path base) {
    return new PathMapping() {
      @Override
      public Path below(Path shown) {
        Path below = base.resolve(shown.getRoot().relativize(shown));
        // As in the kernel, the parent of the root is the root.
        return below.normalize().startsWith(base)
            ? below
            : base.resolve(shown.getRoot().relativize(shown.normalize()));
      }

      @Override
      public Path shown(Path below) {
        return below.startsWith(base)
            ? base.getRoot().resolve(base.relativize(below).toString())
            : below;
      }
    };
  }
}
