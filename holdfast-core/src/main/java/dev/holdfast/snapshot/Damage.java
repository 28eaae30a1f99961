package dev.holdfast.snapshot;

import java.nio.file.Path;

/**
 * Where a snapshot is not what its manifest says.
 *
 * @param path the file, directory or symbolic link, relative to the snapshot
 * @param kind what is wrong with it
 */
public record Damage(Path path, Kind kind) {

  /** What can be wrong. */
  public enum Kind {
    /** The manifest has it, the snapshot does not, or as something of another type. */
    MISSING,
    /** The content, or the target of the link, is another one. */
    CHANGED,
    /** The snapshot has it, the manifest does not, or as something of another type. */
    EXTRA
  }

  @Override
  public String toString() {
    return switch (kind) {
      case MISSING -> path + " is missing";
      case CHANGED -> path + " has changed";
      case EXTRA -> path + " is not in the manifest";
    };
  }
}
