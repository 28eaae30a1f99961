package dev.holdfast.server.http;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a folder of personas cannot be served, if it cannot: it is not there, not readable, not
 * writable, its locks are of no use, or what a dead process left half done cannot be finished.
 *
 * <p>However many ask, and from whichever thread, the folder is looked at once a second, by one
 * thread. Nobody waits for it longer than two seconds, however long the disk takes.
 */
public final class FolderReadiness implements Supplier<List<String>> {

  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path folder;
  private final FileLockManager locks;
  private final boolean readOnly;
  private final Duration fresh;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Look latest; // guarded by lock

  private record Look(CompletableFuture<List<String>> faults, long begunNanos) {}

  /**
   * @param locks the folder's lock domain
   * @param readOnly is it served although nothing can be written?
   */
  public FolderReadiness(Path folder, FileLockManager locks, boolean readOnly) {
    this(folder, locks, readOnly, FRESH, PATIENCE);
  }

  FolderReadiness(
      Path folder, FileLockManager locks, boolean readOnly, Duration fresh, Duration patience) {
    this.folder = folder;
    this.locks = locks;
    this.readOnly = readOnly;
    this.fresh = fresh;
    this.patience = patience;
  }

  /** A sentence for each fault; none if there is nothing to say. */
  @Override
  public List<String> get() {
    try {
      return look().faults().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of(
          "The folder "
              + folder
              + " has not answered for a while: see whether its disk does, and 'holdfast locks'"
              + " for whoever changes it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of("The server is ending.");
    } catch (ExecutionException e) {
      return List.of("The folder " + folder + " cannot be looked at: " + e.getCause());
    }
  }

  /** One that hangs is not begun a second time. */
  private Look look() {
    lock.lock();
    try {
      Look last = latest;
      if (last == null || (last.faults().isDone() && isOld(last))) {
        last =
            new Look(
                CompletableFuture.supplyAsync(
                    this::faults,
                    run -> Thread.ofPlatform().daemon().name("http-ready").start(run)),
                System.nanoTime());
        latest = last;
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOld(Look look) {
    return System.nanoTime() - look.begunNanos() >= fresh.toNanos();
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    boolean readable = true;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      boolean _ = files.iterator().hasNext();
    } catch (IOException | RuntimeException e) {
      readable = false;
      faults.add(
          "The folder %s cannot be read (%s): see to it that it is there and this user may read it."
              .formatted(folder, reason(e)));
    }
    boolean writable = Files.isWritable(folder);
    if (readable && !writable && !readOnly) {
      faults.add(
          "The folder %s cannot be written: give this user the right to, or serve with --read-only."
              .formatted(folder));
    }
    Optional<String> ofLocks = lockFault();
    ofLocks.ifPresent(faults::add);
    if (readable && writable && ofLocks.isEmpty()) {
      recoveryFault().ifPresent(faults::add);
    }
    return List.copyOf(faults);
  }

  private Optional<String> lockFault() {
    try {
      locks
          .tryAcquire(LockRequest.shared("http:ready").purpose("see whether locks work"))
          .ifPresent(LockHandle::close);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          ("The locks of %s are of no use (%s): start the server again once its lock directory is"
                  + " left alone.")
              .formatted(folder, reason(e)));
    }
  }

  /** Whoever changes a persona would recover, too, and fail. */
  private Optional<String> recoveryFault() {
    try {
      boolean _ = FileTree.at(folder, locks).recover();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException | LockException e) {
      return Optional.of(
          ("A change that was committed in %s cannot be finished (%s): 'holdfast recover' tries it"
                  + " again.")
              .formatted(folder, reason(e)));
    }
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
