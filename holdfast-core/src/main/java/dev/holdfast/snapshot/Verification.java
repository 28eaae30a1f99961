package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.FileHasher;
import dev.holdfast.snapshot.SortedWalk.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out where a snapshot is not what its manifest says. */
final class Verification implements Comparison.Receiver {

  private final Path snapshot;
  private final FileHasher hasher = new FileHasher();
  private final List<Damage> damages = new ArrayList<>();

  private Verification(Path snapshot) {
    this.snapshot = snapshot;
  }

  static List<Damage> of(Path snapshot) throws IOException {
    Verification verification = new Verification(snapshot);
    Comparison.run(snapshot, snapshot, verification);
    return List.copyOf(verification.damages);
  }

  @Override
  public void missing(ManifestEntry entry) {
    add(entry.path(), Damage.Kind.MISSING);
  }

  @Override
  public void extra(Found found, SortedWalk walk) {
    add(found.path(), Damage.Kind.EXTRA);
  }

  @Override
  public void both(ManifestEntry entry, Found found, SortedWalk walk) throws IOException {
    if (!Comparison.sameType(entry, found)) {
      missing(entry);
      extra(found, walk);
    } else if (!Comparison.sameContent(entry, found, hasher)) {
      add(entry.path(), Damage.Kind.CHANGED);
    }
  }

  private void add(String path, Damage.Kind kind) {
    damages.add(new Damage(snapshot.getFileSystem().getPath(path), kind));
  }
}
