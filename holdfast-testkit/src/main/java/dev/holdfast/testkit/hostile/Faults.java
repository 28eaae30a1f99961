package dev.holdfast.testkit.hostile;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What fails when. */
final class Faults {

  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final Map<Call, AtomicInteger> counts = new EnumMap<>(Call.class);
  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
  private final Set<Object> forgotten = ConcurrentHashMap.newKeySet();
  private volatile int maxWriteBytes = Integer.MAX_VALUE;
  private volatile boolean forgets;
  private volatile boolean atomicMove = true;
  private volatile boolean hardLinks = true;

  Faults() {
    for (Call each : Call.values()) {
      counts.put(each, new AtomicInteger());
    }
  }

  void add(Fault fault) {
    faults.add(fault);
  }

  void fullAfter(long bytes) {
    free.set(bytes);
  }

  void shortWrites(int maxBytes) {
    maxWriteBytes = maxBytes;
  }

  void forgetAfterFailedForce() {
    forgets = true;
  }

  void withoutAtomicMove() {
    atomicMove = false;
  }

  void withoutHardLinks() {
    hardLinks = false;
  }

  boolean hasAtomicMove() {
    return atomicMove;
  }

  boolean hasHardLinks() {
    return hardLinks;
  }

  int count(Call call) {
    return counter(call).get();
  }

  private AtomicInteger counter(Call call) {
    return requireNonNull(counts.get(call));
  }

  /**
   * Counts a call and lets it fail if it is to.
   *
   * @return is it to be done?
   */
  boolean before(Call call, Path path) throws IOException {
    counter(call).incrementAndGet();
    @Nullable Fault hit = null;
    for (Fault each : faults) {
      if (each.hits(call) && hit == null) { // all count, the first decides
        hit = each;
      }
    }
    if (hit == null) {
      return true;
    }
    if (hit.reason() == null) {
      return false;
    }
    throw new FileSystemException(path.toString(), null, hit.reason());
  }

  /** Like {@link #before} for the sync of an open file. */
  boolean beforeForce(Call call, Path path, Object file) throws IOException {
    try {
      return before(call, path) && !forgotten.contains(file);
    } catch (IOException e) {
      if (forgets) {
        forgotten.add(file);
      }
      throw e;
    }
  }

  /**
   * How many of these bytes a write takes.
   *
   * @throws FileSystemException if none, since the disk is full
   */
  int taken(int bytes, Path path) throws IOException {
    int most = Math.min(bytes, maxWriteBytes);
    long before = free.getAndUpdate(left -> left - Math.min(left, most));
    if (before == 0 && bytes > 0) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
    return (int) Math.min(before, most);
  }
}
