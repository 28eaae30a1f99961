package dev.holdfast.benchmarks;

import dev.holdfast.snapshot.Snapshot;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Holdfast's snapshots, which keep writers out for one instant only. */
final class HoldfastSnapshotPeer implements SnapshotPeer {

  private final HoldfastTree opened;
  private final Copying copying;

  private HoldfastSnapshotPeer(HoldfastTree opened, Copying copying) {
    this.opened = opened;
    this.copying = copying;
  }

  static SnapshotPeer open(Path directory, Copying copying)
      throws IOException, InterruptedException {
    return new HoldfastSnapshotPeer(HoldfastTree.open(directory), copying);
  }

  @Override
  public String title() {
    return "Holdfast, `Snapshots`, " + copying.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void replace(int file, byte[] content) throws IOException {
    Path root = opened.tree().root();
    opened.tree().files().write(RawFilePeer.path(root, file), content);
  }

  @Override
  public void snapshot(Path into) throws IOException, InterruptedException {
    Snapshot _ = Snapshots.of(opened.tree()).take(into, copying);
  }

  /** Also that of the snapshot itself, which waits for the writers. */
  @Override
  public long longestWait() {
    return opened.locks().metrics().total().longestWait().toNanos();
  }

  @Override
  public void close() {
    opened.close();
  }
}
