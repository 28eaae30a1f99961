package dev.holdfast.lock;

import dev.holdfast.internal.domain.DomainFile;
import dev.holdfast.internal.domain.LockRecord;
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

  /** Managers, requests and handles; never grows again from zero. */
  private final AtomicInteger users = new AtomicInteger(1);

  private boolean closed;
  private volatile long checkedNanos = System.nanoTime();
  private final BellThread bellThread;

  private DirectoryDomain(Path directory, DomainFile file) {
    this.directory = directory;
    this.file = file;
    this.bellThread = new BellThread(this, file);
  }

  /** The domain of a directory, retained for the caller. */
  static DirectoryDomain open(Path directory) throws IOException {
    OwnerOnly.createDirectories(directory);
    Path real = directory.toRealPath();
    synchronized (OPEN) {
      DirectoryDomain known = OPEN.get(real);
      if (known != null && known.file.intact() && known.retain()) {
        return known;
      }
      if (known != null && known.users.get() == 0) {
        known.close(); // its last user is on the way to it; the new file must not be open before
      }
      DirectoryDomain opened = new DirectoryDomain(real, DomainFile.open(real));
      OPEN.put(real, opened);
      return opened;
    }
  }

  @Override
  boolean retain() {
    return users.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  @Override
  void release() {
    if (users.decrementAndGet() == 0) {
      synchronized (OPEN) {
        close();
      }
    }
  }

  /** Once; guarded by {@link #OPEN}. */
  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    OPEN.remove(directory, this);
    bellThread.end();
    try {
      dropAll();
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file.path(), e);
    }
  }

  @Override
  OuterLock outerLockOf(String resource) {
    return new DirectoryLock(this, file, resource);
  }

  @Override
  List<LockInfo> others() {
    if (!retain()) {
      return List.of();
    }
    try {
      TreeMap<String, List<LockRecord>> byResource = new TreeMap<>();
      for (LockRecord record : file.others()) {
        byResource.computeIfAbsent(record.resource(), unseen -> new ArrayList<>()).add(record);
      }
      List<LockInfo> found = new ArrayList<>();
      byResource.forEach((resource, records) -> found.add(describe(resource, records)));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file.path(), e);
    } finally {
      release();
    }
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
        case NONE -> {}
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
   * May a lock of this resource be kept after its release? Then it is given up when it is no longer
   * used, and the bell thread sees to that.
   */
  boolean mayKeep(String resource) {
    return bellThread.watch(resource);
  }

  /** Starts what wakes the virtual threads of this process when others ring for them. */
  void startBellThread() {
    bellThread.start();
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
