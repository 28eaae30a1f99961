package dev.holdfast.tx;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.internal.tree.Preserver;
import dev.holdfast.internal.tree.TreeLayout;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A tree whose lock is one of the domain of {@code locks}. */
final class DefaultFileTree implements FileTree {

  private final TreeLayout layout;
  private final LockManager locks;
  private final TreeLock lock;
  private final Preserver preserver;
  private final AtomicFiles files;

  private DefaultFileTree(TreeLayout layout, LockManager locks) {
    this.layout = layout;
    this.locks = locks;
    this.preserver = new Preserver(layout, this::runWhileNoSnapshotIsTaken);
    this.lock = new TreeLock(layout, locks, new Recovery(layout, preserver));
    this.files = AtomicFiles.lockedBy(locks, new TreeGuard(lock, preserver));
  }

  private boolean runWhileNoSnapshotIsTaken(Preserver.Task task) throws IOException {
    Optional<LockHandle> none =
        locks.tryAcquire(
            LockRequest.shared(layout.snapshotLockName())
                .purpose("remove what a dead process left of a snapshot")
                .detached());
    if (none.isEmpty()) {
      return false;
    }
    try (LockHandle _ = none.get()) {
      task.run();
      return true;
    }
  }

  static DefaultFileTree at(Path directory, LockManager locks) throws IOException {
    Path root = directory.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(root.toString());
    }
    return new DefaultFileTree(new TreeLayout(root), locks);
  }

  @Override
  public Path root() {
    return layout.root();
  }

  @Override
  public AtomicFiles files() {
    return files;
  }

  @Override
  public FileTransaction begin(Collection<? extends LockHandle> handles) throws IOException {
    return DefaultFileTransaction.begin(layout, lock, preserver, files, handles);
  }

  @Override
  public LockHandle acquire(LockRequest request) throws IOException, InterruptedException {
    lock.refuseWhileReading("acquire a lock");
    return lock.recovered(locks.acquire(request));
  }

  @Override
  public LockHandles acquireAll(Collection<LockRequest> requests)
      throws IOException, InterruptedException {
    lock.refuseWhileReading("acquire locks");
    return lock.recovered(locks.acquireAll(requests));
  }

  @Override
  public <T, E extends Exception> T read(LockedCall<T, E> section)
      throws E, IOException, InterruptedException {
    return lock.read(section);
  }

  @Override
  public boolean recover() throws IOException, InterruptedException {
    return lock.recover();
  }

  @Override
  public List<Path> leftovers() throws IOException, InterruptedException {
    List<Path> found = new ArrayList<>(preserver.leftovers());
    found.addAll(new TreeSweep(layout, lock, files, false).run());
    return List.copyOf(found);
  }

  @Override
  public List<Path> sweep() throws IOException, InterruptedException {
    List<Path> removed = new ArrayList<>(preserver.sweep());
    removed.addAll(new TreeSweep(layout, lock, files, true).run());
    return List.copyOf(removed);
  }

  @Override
  public List<Path> sweepJournal() throws IOException, InterruptedException {
    List<Path> removed = new ArrayList<>(preserver.sweep());
    removed.addAll(new TreeSweep(layout, lock, files, true).runInJournal());
    return List.copyOf(removed);
  }
}
