package dev.holdfast.snapshot;

/** A line of a manifest that stands for something in the snapshot. */
sealed interface ManifestEntry {

  /** Relative to the snapshot, names separated by {@code /}. */
  String path();

  /** A directory. */
  record Directory(String path) implements ManifestEntry {}

  /**
   * A file.
   *
   * @param sha256 of its content, in hexadecimal
   */
  record RegularFile(String path, String sha256) implements ManifestEntry {}

  /**
   * A symbolic link.
   *
   * @param sha256 of its target, in hexadecimal
   */
  record SymbolicLink(String path, String sha256) implements ManifestEntry {}
}
