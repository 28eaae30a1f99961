package dev.holdfast.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A snapshot has no manifest, or one that cannot be relied on: damaged, of a newer version, or made
 * to harm. Nothing can be said about the files of the snapshot.
 */
public final class ManifestException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Path manifest;

  ManifestException(Path manifest, String problem) {
    super("manifest %s cannot be used: %s".formatted(manifest, problem));
    this.manifest = manifest;
  }

  /** The file that should have been a manifest. */
  public Path manifest() {
    return manifest;
  }
}
