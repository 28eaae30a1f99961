package dev.holdfast.snapshot;

import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies of a {@link FileTree} as of one instant.
 *
 * <p>Writers wait for the beginning of a snapshot only, for a moment that does not depend on the
 * number of files: the lock of the tree is taken to announce it. From then on each commit, before
 * it replaces or removes a file that was there at that instant, preserves it by a hard link, so
 * that the copy can be made at leisure (copy on write, as in the snapshots of file systems; see
 * Hitz et al., "File System Design for an NFS File Server Appliance", USENIX 1994). Where there are
 * no hard links the file is copied at that moment.
 *
 * <p>A snapshot is a directory with the files as they were, and a manifest with the SHA-256 of each
 * one, {@code .holdfast-manifest}, in a form that {@code sha256sum -c} checks; see {@code
 * docs/formats/snapshot.md}. Names that begin with {@code .holdfast} are not part of it.
 */
public interface Snapshots {

  /** How the files of a snapshot are made. */
  enum Copying {
    /** Each has its own content; blocks are shared where the file system can (reflink). */
    COPY,
    /**
     * Hard links to the files of the tree, where possible: they cost no space, but a program that
     * writes into a file in place, instead of replacing it, changes the snapshot too. {@link
     * #verify} notices.
     */
    LINK
  }

  /** Snapshots of a tree. */
  static Snapshots of(FileTree tree) {
    return new DefaultSnapshots(tree);
  }

  /**
   * Takes a snapshot. It appears under its name when it is whole and durable; until then, and if
   * this fails or the process dies, there is only a directory {@code .holdfast-*.tmp} beside it.
   * One at a time for a tree: a second one waits.
   *
   * @param into the directory to be made; must not exist, its parent must
   * @return what is in it
   * @throws java.nio.file.FileAlreadyExistsException if {@code into} exists
   * @throws InterruptedException if interrupted; nothing is left
   */
  Snapshot take(Path into, Copying copying) throws IOException, InterruptedException;

  /**
   * Compares a snapshot with its manifest.
   *
   * @return what is wrong, empty if it is intact
   * @throws ManifestException if there is no manifest, or it is damaged or of a newer version
   */
  static List<Damage> verify(Path snapshot) throws IOException {
    return DefaultSnapshots.verify(snapshot);
  }

  /**
   * Makes the tree what the snapshot is, in one transaction: files that are not in it are deleted.
   * The snapshot is verified first.
   *
   * @throws DamagedSnapshotException if it is not intact; nothing is changed
   */
  Changes restore(Path snapshot) throws IOException, InterruptedException;

  /** What {@link #restore} would do, without doing it. */
  Changes preview(Path snapshot) throws IOException, InterruptedException;
}
