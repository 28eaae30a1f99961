package dev.holdfast.verify.lock;

import dev.holdfast.lock.LockMode;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another process that takes and gives back locks on request; each acquisition has an id of its own
 * and a thread of that name. The other side is {@link LockWorker}.
 */
final class LockPeer implements AutoCloseable {

  /**
   * Waiters look an hour later although nothing has happened that they would not be told of: these
   * tests do without this net, so that they see what is not told.
   */
  static final String WITHOUT_NET = "-Ddev.holdfast.locks.recheck=3600000";

  /** Processes that served a test and may serve the next one: to start one takes half a second. */
  private static final Queue<ForkedJvm> IDLE = new ConcurrentLinkedQueue<>();

  private static final AtomicInteger ASKED = new AtomicInteger();

  private final ForkedJvm process;

  private LockPeer(ForkedJvm process) {
    this.process = process;
  }

  /** A grant, as the other process reported it. */
  record Granted(long token, boolean previousOwnerDied, long atNanos) {}

  /** A timeout, as the other process reported it. */
  record TimedOut(Duration waited, String message) {}

  static LockPeer start(Path directory, Provider provider)
      throws IOException, InterruptedException {
    ForkedJvm process = IDLE.poll();
    return open(
        process == null ? ForkedJvm.of(LockWorker.class).option(WITHOUT_NET).start() : process,
        directory,
        provider);
  }

  /** One to whom native calls are denied, whatever it would choose. */
  static LockPeer startWithoutNativeAccess(Path directory)
      throws IOException, InterruptedException {
    return open(
        ForkedJvm.of(LockWorker.class).option(WITHOUT_NET).withoutNativeAccess().start(),
        directory,
        Provider.OPEN_FILE);
  }

  /** One that another program starts; nobody else is given it. */
  static LockPeer startBy(Path directory, String... starter)
      throws IOException, InterruptedException {
    return open(
        ForkedJvm.of(LockWorker.class).option(WITHOUT_NET).by(starter).start(),
        directory,
        Provider.OPEN_FILE);
  }

  private static LockPeer open(ForkedJvm process, Path directory, Provider provider)
      throws InterruptedException {
    LockPeer peer = new LockPeer(process);
    peer.ask("open", "opened", directory.toString(), provider.name());
    return peer;
  }

  private void ask(String command, String answer, String... words) throws InterruptedException {
    String id = command + ASKED.incrementAndGet();
    process.send(String.join(" ", command, id, String.join(" ", words)));
    process.await(id + " " + answer);
  }

  ForkedJvm process() {
    return process;
  }

  /** Begins to acquire; purpose without blanks. */
  void acquire(String id, LockMode mode, String resource, Duration wait, String purpose) {
    process.send(
        String.join(
            " ", "acquire", id, mode.name(), resource, String.valueOf(wait.toMillis()), purpose));
  }

  /** Begins to acquire exclusively, with a wait that no test outlasts. */
  void acquire(String id, String resource) {
    acquire(id, LockMode.EXCLUSIVE, resource, ForkedJvm.PATIENCE.multipliedBy(2), "-");
  }

  Granted awaitGrant(String id) throws InterruptedException {
    List<String> words = List.of(process.await(id + " ").split(" ", -1));
    if (!words.get(1).equals("granted")) {
      throw new AssertionError("expected a grant: " + String.join(" ", words));
    }
    return new Granted(
        Long.parseLong(words.get(2)),
        Boolean.parseBoolean(words.get(3)),
        Long.parseLong(words.get(4)));
  }

  TimedOut awaitTimeout(String id) throws InterruptedException {
    String[] words = process.await(id + " ").split(" ", 4);
    if (!words[1].equals("timeout")) {
      throw new AssertionError("expected a timeout: " + String.join(" ", words));
    }
    return new TimedOut(Duration.ofNanos(Long.parseLong(words[2])), words[3]);
  }

  void interrupt(String id) throws InterruptedException {
    process.send("interrupt " + id);
    process.await(id + " interrupted");
  }

  /** Begins to acquire {@code resource}; {@link #acquireSecond} then lets the same thread go on. */
  void acquireFirstOfTwo(String id, String resource, String secondId, String secondResource) {
    process.send(String.join(" ", "first-of-two", id, resource, secondId, secondResource));
  }

  void acquireSecond(String id) {
    process.send("second " + id);
  }

  /** The message of a request that was refused. */
  String awaitFailure(String id) throws InterruptedException {
    String[] words = process.await(id + " ").split(" ", 3);
    if (!words[1].equals("failed")) {
      throw new AssertionError("expected a refusal: " + String.join(" ", words));
    }
    return words[2];
  }

  /** Makes it take and release a lock again and again. */
  void use(String id, String resource) throws InterruptedException {
    process.send("use " + id + " " + resource);
    process.await(id + " uses");
  }

  /** Ends {@link #use}. */
  void rest(String id) throws InterruptedException {
    process.send("rest " + id);
    process.await(id + " rests");
  }

  boolean isHeld(String id) throws InterruptedException {
    process.send("held " + id);
    return process.await(id + " held ").endsWith("true");
  }

  void release(String id) throws InterruptedException {
    process.send("release " + id);
    process.await(id + " released");
  }

  /** Closes its manager and then its handles. */
  void leave() throws InterruptedException {
    ask("leave", "left");
  }

  /** The request was sent away because the manager was closed. */
  void awaitRefusal(String id) throws InterruptedException {
    process.await(id + " refused");
  }

  /** Frees all its locks; the process serves the next test if it is in a state to do so. */
  @Override
  public void close() throws IOException {
    if (process.isAlive() && !process.isStopped()) {
      try {
        leave();
        IDLE.add(process);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    process.close();
  }
}
