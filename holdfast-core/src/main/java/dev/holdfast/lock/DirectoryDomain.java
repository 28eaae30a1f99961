package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord;
import dev.holdfast.internal.os.DeathWatch;
import dev.holdfast.internal.os.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The domain of a lock directory: in this process the queues, between processes kernel locks on the
 * {@link DomainFile}.
 *
 * <p>A process has one instance for a directory, shared by all managers that open it, so that their
 * requests meet in the same queues. It is closed with its last manager or handle.
 */
final class DirectoryDomain extends LockDomain {

  /** The open domains by real path. Guarded by itself. */
  private static final Map<Path, DirectoryDomain> OPEN = new HashMap<>();

  private static final long IDENTITY_CHECK_NANOS = Duration.ofMillis(100).toNanos();

  private final Path directory;
  private final DomainFile file;

  /**
   * Keys that a queue of this process contends for or holds. The kernel takes a second lock of the
   * same byte by the same process for a repetition, so if the names of two resources ever share a
   * key, this keeps them apart.
   */
  private final Set<Long> claimed = ConcurrentHashMap.newKeySet();

  /** Managers that are open. Grows under {@link #OPEN} only. */
  private final AtomicInteger managers = new AtomicInteger(1);

  /** Those who read the file without a queue. */
  private final AtomicInteger readers = new AtomicInteger();

  /** No manager, handle or reader is left. Changes under {@link #OPEN} only. */
  private volatile boolean closed;

  private volatile long checkedNanos = System.nanoTime();
  private final BellThread bellThread;

  private DirectoryDomain(Path directory, DomainFile file) {
    this.directory = directory;
    this.file = file;
    this.bellThread = new BellThread(file);
  }

  /** The domain of a directory, retained for the caller. */
  static DirectoryDomain open(Path directory) throws IOException {
    OwnerOnly.createDirectories(directory);
    Path real = directory.toRealPath();
    synchronized (OPEN) {
      DirectoryDomain known = OPEN.get(real);
      if (known != null && known.file.intact()) {
        known.managers.incrementAndGet();
        return known;
      }
      DirectoryDomain opened = new DirectoryDomain(real, DomainFile.open(real));
      OPEN.put(real, opened);
      return opened;
    }
  }

  @Override
  boolean isClosed() {
    return closed;
  }

  @Override
  void release() {
    managers.decrementAndGet();
    left();
  }

  @Override
  void left() {
    if (managers.get() == 0 && !isBusy()) {
      synchronized (OPEN) {
        closeIfUnused();
      }
    }
  }

  private boolean isBusy() {
    return isInUse() || readers.get() > 0;
  }

  /** Guarded by {@link #OPEN}. */
  private void closeIfUnused() {
    if (closed || managers.get() > 0) {
      return;
    }
    closed = true; // before we look: who comes now sees it, or we see him
    if (isBusy()) {
      closed = false; // the last one to leave closes
      return;
    }
    OPEN.remove(directory, this);
    bellThread.end();
    retireAll();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file.path(), e);
    } finally {
      DeathWatch.endIfUnused();
    }
  }

  @Override
  OuterLock outerLockOf(String resource, Object monitor) {
    return new DirectoryLock(this, file, resource, monitor);
  }

  @Override
  List<LockInfo> others() {
    readers.incrementAndGet();
    try {
      return closed ? List.of() : describe(file.others());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file.path(), e);
    } finally {
      readers.decrementAndGet();
      left();
    }
  }

  private static List<LockInfo> describe(List<LockRecord> records) {
    TreeMap<String, List<LockRecord>> byResource = new TreeMap<>();
    for (LockRecord record : records) {
      byResource.computeIfAbsent(record.resource(), unseen -> new ArrayList<>()).add(record);
    }
    List<LockInfo> found = new ArrayList<>();
    byResource.forEach((resource, ofResource) -> found.add(describe(resource, ofResource)));
    return found;
  }

  static LockInfo describe(String resource, List<LockRecord> records) {
    List<LockInfo.Party> holders = new ArrayList<>();
    List<LockInfo.Party> waiters = new ArrayList<>();
    for (LockRecord record : records) {
      switch (record.state()) {
        case HOLDS_EXCLUSIVE -> holders.add(party(record, LockMode.EXCLUSIVE));
        case HOLDS_SHARED -> holders.add(party(record, LockMode.SHARED));
        case WAITS_EXCLUSIVE -> waiters.add(party(record, LockMode.EXCLUSIVE));
        case WAITS_SHARED -> waiters.add(party(record, LockMode.SHARED));
        case NONE, QUEUED_EXCLUSIVE, QUEUED_SHARED -> {}
      }
    }
    return LockInfo.sorted(resource, holders, waiters);
  }

  private static LockInfo.Party party(LockRecord record, LockMode mode) {
    return new LockInfo.Party(
        record.pid(),
        record.thread(),
        mode,
        record.purpose(),
        Instant.ofEpochMilli(record.sinceMillis()),
        record.token());
  }

  boolean claim(long key) {
    return claimed.add(key);
  }

  void unclaim(long key) {
    claimed.remove(key);
  }

  /**
   * May this lock be kept after its release? Then it is given up when it is no longer used, and the
   * bell thread sees to that.
   */
  boolean mayKeep(DirectoryLock lock) {
    return bellThread.watch(lock);
  }

  /** Starts what wakes the parked threads of this process when others ring for them. */
  void startBellThread() {
    bellThread.start();
  }

  /** About now, for people: asking the clock would cost as much as a lock that is kept. */
  long aboutNowMillis() {
    return bellThread.lookedMillis();
  }

  /** Did the file look intact when the bell thread looked, which it does while a lock is kept? */
  boolean looksIntact() {
    return bellThread.sawIntact();
  }

  /**
   * Refuses to lock a file that other processes do not see any more. To ask the system each time
   * would double the price of a lock, so this looks ten times a second.
   */
  void checkIntact(String resource) {
    long now = System.nanoTime();
    if (now - checkedNanos < IDENTITY_CHECK_NANOS) {
      return;
    }
    if (!file.intact()) {
      throw new LockFailedException(
          ("lock '%s' not acquired: %s was deleted or replaced while in use, so other processes no"
                  + " longer see our locks. Restart this program; never delete a lock directory in use")
              .formatted(resource, file.path()),
          resource,
          null);
    }
    checkedNanos = now;
  }

  boolean intact() {
    return file.intact();
  }
}
