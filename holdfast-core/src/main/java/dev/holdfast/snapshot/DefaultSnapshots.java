package dev.holdfast.snapshot;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.Durability;
import dev.holdfast.internal.os.DirectorySync;
import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.internal.tree.FileHasher;
import dev.holdfast.internal.tree.FileHasher.Hashed;
import dev.holdfast.internal.tree.Sha256;
import dev.holdfast.internal.tree.SnapshotArea;
import dev.holdfast.internal.tree.TemporaryDirectory;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.snapshot.SortedWalk.Found;
import dev.holdfast.tx.FileTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Takes snapshots by copy on write.
 *
 * <p>The order is what makes them right: the area is published under the lock of the tree (the
 * instant); then all is copied, see {@link TreeCopy}; then the area ends, which fails if a change
 * could not be kept; then what was copied is hashed, synced and given its name.
 */
final class DefaultSnapshots implements Snapshots {

  /** A snapshot of a large tree takes its time, and the next one waits for it. */
  private static final Duration WAIT = Duration.ofDays(365);

  private final FileTree tree;
  private final TreeLayout layout;

  DefaultSnapshots(FileTree tree) {
    this.tree = tree;
    this.layout = new TreeLayout(tree.root());
  }

  @Override
  public Snapshot take(Path into, Copying copying, Durability durability)
      throws IOException, InterruptedException {
    requireNonNull(durability, "durability");
    Path target = target(into);
    Path parent = requireNonNull(target.getParent());
    LockRequest request =
        LockRequest.exclusive(layout.snapshotLockName())
            .purpose("snapshot into " + into)
            .waitAtMost(WAIT);
    try (LockHandle _ = tree.acquire(request)) {
      List<Path> _ = TemporaryDirectory.sweep(parent);
      try (TemporaryDirectory copy = TemporaryDirectory.create(parent)) {
        Instant taken = copy(copy.path(), copying, target);
        Snapshot snapshot = writeManifest(copy.path(), taken, target);
        if (durability != Durability.NONE) {
          SnapshotSync.sync(copy.path());
        }
        copy.renameTo(target);
        if (durability == Durability.FULL) {
          DirectorySync.sync(target);
          DirectorySync.sync(parent);
        }
        return snapshot;
      }
    } catch (ClosedByInterruptException e) {
      boolean _ = Thread.interrupted();
      InterruptedException interrupted =
          new InterruptedException("interrupted while a snapshot was taken");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private Path target(Path into) throws IOException {
    Path absolute = into.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    Path parent = absolute.getParent();
    if (name == null || parent == null) {
      throw new FileSystemException(into.toString(), null, "does not name a directory");
    }
    Path target;
    try {
      target = parent.toRealPath().resolve(name);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(parent.toString(), null, "no such directory");
    }
    if (target.startsWith(tree.root()) && isPartOfTree(tree.root().relativize(target))) {
      throw new FileSystemException(
          into.toString(),
          null,
          "a snapshot cannot be part of the tree it shows, %s".formatted(tree.root()));
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(into.toString());
    }
    return target;
  }

  private static boolean isPartOfTree(Path relative) {
    for (Path name : relative) {
      if (TreeLayout.isReserved(name)) {
        return false;
      }
    }
    return true;
  }

  private Instant copy(Path copy, Copying copying, Path target)
      throws IOException, InterruptedException {
    SnapshotArea area = new SnapshotArea(layout);
    List<Path> _ = area.remove(); // a dead one's
    try {
      Path prepared = area.prepare();
      Instant taken =
          tree.<Instant, IOException>read(
              () -> {
                area.publish(prepared);
                return Instant.now().truncatedTo(ChronoUnit.MILLIS);
              });
      new TreeCopy(tree.root(), area, copy, FileCopy.of(copying)).run();
      if (!area.end()) {
        throw new FileSystemException(
            target.toString(),
            null,
            "no snapshot was taken, because a change of %s could not keep what it replaced; try"
                    .formatted(tree.root())
                + " again when there is room: "
                + area.reason().orElse("the reason could not be written, so the disk is full"));
      }
      return taken;
    } finally {
      List<Path> _ = area.remove();
    }
  }

  private static Snapshot writeManifest(Path copy, Instant taken, Path target) throws IOException {
    Path manifest = copy.resolve(Manifest.NAME);
    try (FileChannel channel =
            FileChannel.open(
                manifest,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnerOnly.file(manifest));
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      ManifestWriter writer = new ManifestWriter(out, taken);
      FileHasher hasher = new FileHasher();
      SortedWalk walk = new SortedWalk(copy);
      for (Found found = walk.next(); found != null; found = walk.next()) {
        if (found.attributes().isDirectory()) {
          writer.directory(found.path());
        } else if (found.attributes().isSymbolicLink()) {
          writer.link(found.path(), Sha256.ofTarget(found.file()));
        } else {
          Hashed hashed = hasher.hash(found.file());
          writer.file(found.path(), hashed.sha256(), hashed.length());
        }
      }
      return writer.finish(target);
    }
  }

  static List<Damage> verify(Path snapshot) throws IOException {
    return Verification.of(snapshot);
  }

  @Override
  public Changes restore(Path snapshot) throws IOException, InterruptedException {
    Path real = snapshot.toRealPath();
    Restoration restoration = compare(real);
    new Restorer(tree, real, restoration).run();
    return restoration.changes();
  }

  @Override
  public Changes preview(Path snapshot) throws IOException, InterruptedException {
    return compare(snapshot.toRealPath()).changes();
  }

  private Restoration compare(Path snapshot) throws IOException, InterruptedException {
    List<Damage> damages = verify(snapshot);
    if (!damages.isEmpty()) {
      throw new DamagedSnapshotException(snapshot, damages);
    }
    boolean _ = tree.recover();
    return Restoration.of(snapshot, tree.root());
  }
}
