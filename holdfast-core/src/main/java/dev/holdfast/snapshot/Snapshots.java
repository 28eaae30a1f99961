package dev.holdfast.snapshot;

import dev.holdfast.file.Durability;
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
   * Takes a snapshot that is durable when the method returns.
   *
   * @see #take(Path, Copying, Durability)
   */
  default Snapshot take(Path into, Copying copying) throws IOException, InterruptedException {
    return take(into, copying, Durability.FULL);
  }

  /**
   * Takes a snapshot. It appears under its name when it is whole; if the process dies, there is
   * only a directory {@code .holdfast-*.tmp} beside it, which the next one into the same directory
   * removes, as {@link dev.holdfast.file.AtomicFiles#sweep} does. If it fails there is nothing. One
   * at a time for a tree: a second one waits.
   *
   * <p>Files, directories and symbolic links are part of it, with the modes and the times of files;
   * pipes, sockets and devices are not. Of a directory its owner may always do everything.
   *
   * <p>No writer fails because of a snapshot: if a commit cannot preserve what it replaces, on a
   * full disk say, the snapshot is given up instead.
   *
   * @param into the directory to be made; must not exist, its parent must; may be in the tree only
   *     below a name that begins with {@code .holdfast}
   * @param durability what of it survives a power cut. {@code FULL}: all of it. {@code FILE}: it is
   *     there whole or not at all. {@code NONE}: nothing is promised, as nothing of it is synced,
   *     but {@link #verify} tells whether it is whole; for a view of the tree that is read and
   *     removed again
   * @return what is in it
   * @throws java.nio.file.FileAlreadyExistsException if {@code into} exists
   * @throws java.nio.file.FileSystemException also if the snapshot was given up, or a name is no
   *     valid text and so cannot stand in a manifest; the message says which
   * @throws InterruptedException if interrupted; nothing is left
   */
  Snapshot take(Path into, Copying copying, Durability durability)
      throws IOException, InterruptedException;

  /**
   * Compares a snapshot with its manifest: reads every file of it. Needs memory for the names of a
   * directory and for what is wrong, not for the files. The manifest shows what was changed by
   * accident; who can write it can make it say anything.
   *
   * @return what is wrong, empty if it is intact
   * @throws ManifestException if there is no manifest, or it is damaged or of a newer version
   */
  static List<Damage> verify(Path snapshot) throws IOException {
    return DefaultSnapshots.verify(snapshot);
  }

  /**
   * Makes the tree what the snapshot is: files that are not in it are deleted. The snapshot is
   * verified first, then compared with the tree, and all that differs is changed in one {@link
   * dev.holdfast.tx.FileTransaction}: whatever dies when, the tree is the old or the new one.
   *
   * <p>What was not there, or was a file where it is a directory or the other way round, gets the
   * mode that it has in the snapshot. Others keep the mode they have. Times are not restored.
   *
   * <p>It takes no lock of its own: who wants nobody to write between comparison and commit holds
   * the locks that the writers take.
   *
   * @return what was changed
   * @throws DamagedSnapshotException if it is not intact; nothing is changed
   * @throws ManifestException as for {@link #verify}; nothing is changed
   * @throws java.nio.file.FileAlreadyExistsException if somebody else has made something meanwhile
   *     where a directory or a symbolic link is to be; nothing is changed
   * @throws dev.holdfast.file.FileCommitException if the transaction fails; its outcome says
   *     whether it took effect
   * @throws InterruptedException if interrupted while waiting for the lock of the tree; nothing is
   *     changed
   */
  Changes restore(Path snapshot) throws IOException, InterruptedException;

  /**
   * What {@link #restore} would do, without doing it.
   *
   * @throws DamagedSnapshotException if the snapshot is not intact
   * @throws ManifestException as for {@link #verify}
   */
  Changes preview(Path snapshot) throws IOException, InterruptedException;
}
