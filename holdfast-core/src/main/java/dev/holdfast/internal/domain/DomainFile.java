package dev.holdfast.internal.domain;

import dev.holdfast.internal.os.OwnerOnly;
import dev.holdfast.internal.os.RangeLocks;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The one file of a lock directory, {@code locks}: byte ranges that are locked, and the mapped
 * tables.
 *
 * <p>The file is created once, with its full size, so that no later operation needs space on the
 * disk, and is never deleted or replaced: two processes with different files of one name would not
 * exclude each other. If somebody else does that, {@link #intact} tells.
 */
public final class DomainFile implements Closeable {

  /** The name of the file in its directory. */
  public static final String NAME = "locks";

  private static final Duration OPENING_TIMEOUT = Duration.ofSeconds(30);
  private static final long OPENING_RETRY_NANOS = 500_000;
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path path;
  private final RangeLocks locks;
  private final Object identity;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment file;
  private final ProcessTable processes;
  private final RecordTable records;
  private final Tokens tokens;
  private final Buckets buckets;
  private final Bells bells;

  private DomainFile(Path path, FileChannel channel, RangeLocks locks) throws IOException {
    this.path = path;
    this.locks = locks;
    boolean opened = false;
    lockForOpening();
    try {
      identity = identityOf(path);
      FileHeader.createOrCheck(path, channel);
      file = channel.map(FileChannel.MapMode.READ_WRITE, 0, Layout.SIZE, arena);
      processes = new ProcessTable(file, locks);
      records = new RecordTable(file, processes);
      tokens = new Tokens(file);
      buckets = new Buckets(file);
      bells = new Bells(file, buckets, records);
      continueAfterRestart();
      processes.claim();
      records.freeDead();
      opened = true;
    } finally {
      if (!opened) {
        arena.close();
      }
      locks.unlock(Layout.OPENING_BYTE);
    }
  }

  /**
   * Opens the file of a directory, both created if missing.
   *
   * @throws IOException if that is not possible, if the file system has no locks, or if the file is
   *     not one of this version
   */
  public static DomainFile open(Path directory) throws IOException {
    Path path = directory.resolve(NAME);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is not a regular file; a lock directory must not hold others");
    }
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.file(path));
    RangeLocks locks = null;
    try {
      locks = RangeLocks.open(path, channel);
      return new DomainFile(path, channel, locks);
    } catch (IOException | RuntimeException | Error e) {
      try (Closeable _ = locks == null ? channel : locks) {
        // closed, whichever owns the channel
      } catch (IOException onClose) {
        e.addSuppressed(onClose);
      }
      throw e;
    }
  }

  private void lockForOpening() throws IOException {
    long deadline = System.nanoTime() + OPENING_TIMEOUT.toNanos();
    while (!locks.tryLock(Layout.OPENING_BYTE, false)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException(
            "%s is being opened by another process for more than %d s: is one stopped?"
                .formatted(path, OPENING_TIMEOUT.toSeconds()));
      }
      LockSupport.parkNanos(
          OPENING_RETRY_NANOS + ThreadLocalRandom.current().nextLong(OPENING_RETRY_NANOS));
    }
  }

  private void continueAfterRestart() throws IOException {
    long boot = bootId();
    if (Layout.acquireLong(file, Layout.BOOT_AT) != boot) {
      tokens.continueAfterRestart();
      buckets.clear();
      Layout.releaseLong(file, Layout.BOOT_AT, boot);
    }
  }

  /** Where the system does not tell, every opening counts as a restart: that costs some tokens. */
  private static long bootId() throws IOException {
    return Files.isReadable(BOOT_ID)
        ? firstLong(sha256(Files.readString(BOOT_ID).strip()))
        : ThreadLocalRandom.current().nextLong();
  }

  /** The key of a resource: 61 bits of the SHA-256 of its name in UTF-8. */
  public static long keyOf(String resource) {
    return Math.floorMod(firstLong(sha256(resource)) & Long.MAX_VALUE, Layout.MAX_KEY);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  private static long firstLong(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** The kernel lock of a resource for this process. */
  public KernelLock lock(long key) {
    return new KernelLock(locks, buckets, key, processes.slot());
  }

  /** Must somebody be asked or told before, or after, a resource is taken? May say so in vain. */
  public boolean isWanted(long key) {
    return Buckets.isWanted(buckets.wanted(key));
  }

  /**
   * Is it the turn of a request of this process, by the tickets of those of other processes?
   *
   * @param ticket of the published wish, or {@link Long#MAX_VALUE} if it has none
   */
  public boolean isTurnOf(long key, long ticket, boolean shared) throws IOException {
    long word = buckets.wanted(key);
    if (!Buckets.isWanted(word)) {
      return true;
    }
    List<Standing> wishes = records.wishes(key);
    if (wishes.isEmpty() && ticket == Long.MAX_VALUE) {
      buckets.clearWanted(key, word);
    }
    for (Standing wish : wishes) {
      boolean before = wish.ticket() < ticket && !(shared && wish.isShared());
      if (before && !records.freeIfDead(wish)) {
        return false;
      }
    }
    return true;
  }

  /** A place in the order of waiters, behind all that were given out before. */
  public long nextTicket() {
    return (long) Layout.LONGS.getAndAdd(file, Layout.TICKETS_AT, 1L) + 1;
  }

  /** Lets those who release the resource know that a wish was published. */
  public void want(long key) {
    buckets.want(key);
  }

  /** Wakes the waiters whose turn it is, after this process has unlocked a resource. */
  public void ringFor(long key) {
    bells.ringFor(key);
  }

  /** Are waiters woken when it is their turn? If not, they must look again often. */
  public boolean hasBells() {
    return bells.supported();
  }

  /** The bell of a published wish, to be read before the attempt that precedes a sleep. */
  public int bell(int place) {
    return bells.read(place);
  }

  /** Sleeps until the bell of a wish was rung since it was {@code seen}, or the time is over. */
  public void sleep(int place, int seen, long nanos) {
    bells.sleep(place, seen, nanos);
  }

  /**
   * For a wish of this process that waits for long: the bell thread wakes its waiter from now on,
   * and so does the death of a process that is in its way. The waiter must attempt once more before
   * it sleeps.
   */
  public DeathBell deathBell(long key, int place, long ticket, boolean shared) {
    bells.ringByProcess(place);
    return new DeathBell(records, processes, bells, key, place, ticket, shared);
  }

  /** One round of the bell thread of this process. */
  public int serveBell(int seen, long nanos) {
    return bells.serve(processes.slot(), seen, nanos);
  }

  /** Ends the sleep of the bell thread of this process. */
  public void ringOwnProcess() {
    boolean _ = bells.ringProcess(processes.slot());
  }

  /** A fencing token larger than all before it. */
  public long nextToken() {
    return tokens.next();
  }

  /** The slot of this process among those that use the domain. */
  public int slot() {
    return processes.slot();
  }

  /** What tells this use of the domain from every other one, for good. */
  public long incarnation() {
    return processes.incarnation();
  }

  /**
   * Publishes a hold or wait.
   *
   * @return its place, or a negative number if it could not be published
   */
  public int publish(long key, LockRecord content) {
    return records.publish(key, content);
  }

  /** Changes a record at its place; does nothing for a negative one. */
  public void change(int place, LockRecord content) {
    records.change(place, content);
  }

  /** {@link #change(int, LockRecord)} of all but the texts. */
  public void change(
      int place, LockRecord.State state, long sinceMillis, long token, long threadId) {
    records.change(place, state, sinceMillis, token, threadId);
  }

  /**
   * Turns the record of an exclusive hold of this process into one that a dead holder left; does
   * nothing for a negative place.
   */
  public void orphan(int place) {
    records.orphan(place);
  }

  /** Takes a record back; does nothing for a negative place. */
  public void withdraw(int place) {
    records.free(place);
  }

  /**
   * Clears what dead holders of a resource left, called by the one that has just locked it
   * exclusively and published so at {@code own}.
   *
   * @return did an exclusive holder die?
   */
  public boolean clearDeadHolders(long key, int own) throws IOException {
    return records.freeDeadHolders(key, own);
  }

  /** What other, living processes have published about a resource. */
  public List<LockRecord> othersOf(long key) throws IOException {
    return records.othersOf(key);
  }

  /** What other, living processes have published. */
  public List<LockRecord> others() throws IOException {
    return records.others();
  }

  /** What all living processes have published, this one among them. */
  public List<Circles.Published> all() throws IOException {
    return records.all();
  }

  /** Does the path still lead to this file? If not, others lock another one. */
  public boolean intact() {
    try {
      return identity.equals(identityOf(path));
    } catch (IOException e) {
      return false;
    }
  }

  private static Object identityOf(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS)
        : path.toRealPath();
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** Leaves the domain; all locks are freed. */
  @Override
  public void close() throws IOException {
    try (locks) {
      processes.leave();
    } finally {
      arena.close();
    }
  }
}
