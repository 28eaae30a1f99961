package dev.holdfast.tx;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * A directory whose files are changed together: one at a time through {@link #files}, or many at
 * once in a {@link FileTransaction}.
 *
 * <p>Everybody who changes files of the directory must do it through a {@code FileTree} of it, with
 * locks of the same domain: then a transaction is seen as a whole, and a snapshot shows one
 * instant. Each change takes effect under the lock {@code tree:<real path>}: shared for one file,
 * exclusive for a transaction and for {@link #read}. It is held for that instant only, not while
 * content is written or synced, and it is always the last lock that is taken, so it takes part in
 * no deadlock. Whoever does not get it within a minute fails with {@link
 * dev.holdfast.lock.LockTimeoutException}, and has changed nothing.
 *
 * <p><b>Crashes.</b> A transaction whose process or machine died after its commit record was
 * durable is finished, an earlier one leaves no trace. This happens in {@link #open}, and in
 * everything else here before it does its own work: {@link #acquire} and {@link #acquireAll} grant
 * no lock, {@link #read} shows no file, and no change takes effect, before what a dead process left
 * half done is whole. Whoever takes locks on these files in another way calls {@link #recover}
 * first.
 *
 * <p>The journal is the subdirectory {@code .holdfast-tree}; see {@code docs/formats/tree.md}.
 * Names that begin with {@code .holdfast} are not part of the tree.
 */
public interface FileTree {

  /**
   * Opens a directory, which must exist: finishes what dead processes left half done, and removes
   * what they left over.
   *
   * @param locks the lock domain that everybody uses who changes these files; stays the caller's to
   *     close
   * @throws java.nio.file.NotDirectoryException if it is not a directory
   * @throws JournalException if the journal is damaged or of a newer version; nothing is changed
   * @throws InterruptedException if interrupted while waiting for the lock of the tree
   */
  static FileTree open(Path directory, LockManager locks) throws IOException, InterruptedException {
    FileTree tree = at(directory, locks);
    boolean _ = tree.recover();
    List<Path> _ = tree.sweep();
    return tree;
  }

  /**
   * The tree of a directory, which must exist, without touching it: what dead processes left half
   * done is finished by the first thing that is done through the tree.
   *
   * @param locks the lock domain that everybody uses who changes these files; stays the caller's to
   *     close
   * @throws java.nio.file.NotDirectoryException if it is not a directory
   */
  static FileTree at(Path directory, LockManager locks) throws IOException {
    return DefaultFileTree.at(directory, locks);
  }

  /** The real path of the directory. */
  Path root();

  /**
   * Changes of one file each, like {@link AtomicFiles#lockedBy(LockManager)}, which take effect
   * neither in the middle of a transaction nor in that of the instant of a snapshot. An interrupt
   * while they wait for the lock of the tree aborts the change as any other one does. If recovery
   * fails they fail with a {@link dev.holdfast.file.FileCommitException}, which has its error as
   * the cause, and nothing is changed.
   */
  AtomicFiles files();

  /**
   * Begins a transaction that commits only while all these handles are held. Takes no lock.
   *
   * @param handles may be empty
   * @throws IOException if there is no room for what it stages, or it may not be written
   */
  FileTransaction begin(Collection<? extends LockHandle> handles) throws IOException;

  /**
   * Acquires a lock of the domain, and recovers before it is granted; see {@link FileTree}. If
   * recovery fails, the lock is released.
   */
  LockHandle acquire(LockRequest request) throws IOException, InterruptedException;

  /** Acquires locks of the domain at once, and recovers before they are granted. */
  LockHandles acquireAll(Collection<LockRequest> requests) throws IOException, InterruptedException;

  /**
   * Runs a section that reads several files as of one instant: no transaction and no change of a
   * file takes effect meanwhile. Keep it short, for writers wait, and other sections too. To read
   * one file needs no section.
   *
   * <p>Sections may be nested. Whatever else takes the lock of the tree, or another lock through
   * it, is refused in a section with {@link IllegalStateException}: it would wait for itself.
   */
  <T, E extends Exception> T read(LockedCall<T, E> section)
      throws E, IOException, InterruptedException;

  /**
   * Finishes a committed transaction of a dead process, if there is one, and costs microseconds if
   * not. Idempotent; survives its own crash.
   *
   * @return was there one?
   * @throws JournalException if the journal is damaged or of a newer version; nothing is changed
   */
  boolean recover() throws IOException, InterruptedException;

  /**
   * What dead processes left over: temporary files anywhere in the tree, and contents of
   * transactions that were not committed. Nothing is changed.
   */
  List<Path> leftovers() throws IOException, InterruptedException;

  /**
   * Removes the {@link #leftovers}. Those of living processes stay. Looks through the whole tree.
   *
   * @return what was removed
   */
  List<Path> sweep() throws IOException, InterruptedException;

  /**
   * Removes, of the {@link #leftovers}, those in the journal: what transactions and snapshots of
   * dead processes left. Its cost does not depend on the size of the tree; temporary files are left
   * to {@link AtomicFiles#sweep} of the directories that may have any.
   *
   * @return what was removed
   */
  List<Path> sweepJournal() throws IOException, InterruptedException;
}
