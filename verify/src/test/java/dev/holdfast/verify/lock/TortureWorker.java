package dev.holdfast.verify.lock;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockHandles;
import dev.holdfast.lock.LockHoldTimeoutException;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockManagerClosedException;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockNotHeldException;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.lock.Overrun;
import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.testkit.referee.SectionLog;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process whose threads lock a few names at random, in every way there is, and count in plain
 * files under the exclusive ones. {@link Torture} starts it, with these arguments: lock directory
 * or {@code none}, log file, directory of the counters, seed, whether it is quiet, milliseconds of
 * a long wait.
 */
final class TortureWorker {

  static final int NAMES = 4;
  static final int THREADS = 6;

  private volatile LockManager manager;
  private final SectionLog log;
  private final Path counters;
  private final boolean quiet;
  private final Duration longWait;
  private final AtomicLong timeouts = new AtomicLong();
  private final AtomicLong interrupts = new AtomicLong();
  private final AtomicLong closes = new AtomicLong();
  private final AtomicLong overruns = new AtomicLong();
  private volatile boolean over;

  private TortureWorker(
      LockManager manager, SectionLog log, Path counters, boolean quiet, Duration longWait) {
    this.manager = manager;
    this.log = log;
    this.counters = counters;
    this.quiet = quiet;
    this.longWait = longWait;
  }

  public static void main(String[] arguments) throws Exception {
    LockManager manager =
        arguments[0].equals("none")
            ? LockManager.inProcess()
            : LockManager.open(Path.of(arguments[0]));
    TortureWorker worker =
        new TortureWorker(
            manager,
            new SectionLog(Path.of(arguments[1])),
            Path.of(arguments[2]),
            Boolean.parseBoolean(arguments[4]),
            Duration.ofMillis(Long.parseLong(arguments[5])));
    // Loads classes, which on a busy machine takes longer than a wake-up may.
    manager.acquire(LockRequest.exclusive("pid:" + ProcessHandle.current().pid())).close();
    Random seeds = new Random(Long.parseLong(arguments[3]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      long seed = seeds.nextLong();
      Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(kind.name("worker-" + i).start(() -> worker.run(new Random(seed))));
    }
    List<Thread> disturbers = new ArrayList<>();
    if (!worker.quiet) {
      long seed = seeds.nextLong();
      disturbers.add(
          Thread.ofPlatform().start(() -> worker.interruptSome(threads, new Random(seed))));
      disturbers.add(
          Thread.ofPlatform().start(() -> worker.closeAndReopen(arguments[0], new Random(~seed))));
    }
    Parent.say("ready");
    Parent.obey(words -> worker.finish(threads, disturbers));
  }

  private void finish(List<Thread> threads, List<Thread> disturbers) throws InterruptedException {
    over = true;
    for (Thread disturber : disturbers) {
      disturber.join();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    manager.close();
    Parent.say(
        "over: %d timeouts, %d interrupts, %d closes, %d overruns"
            .formatted(timeouts.get(), interrupts.get(), closes.get(), overruns.get()));
  }

  private void interruptSome(List<Thread> threads, Random random) {
    while (!over) {
      LockSupport.parkNanos(Duration.ofMillis(1 + random.nextInt(5)).toNanos());
      threads.get(random.nextInt(threads.size())).interrupt();
    }
  }

  /** Now and then the process has a new manager; waits of the old one end, and holders stay. */
  private void closeAndReopen(String directory, Random random) {
    while (!over) {
      LockSupport.parkNanos(Duration.ofMillis(20 + random.nextInt(200)).toNanos());
      if (directory.equals("none")) {
        continue; // a new manager would be a new domain
      }
      try {
        LockManager old = manager;
        if (random.nextBoolean()) {
          old.close(); // the last manager of the process, perhaps
          manager = LockManager.open(Path.of(directory));
        } else {
          manager = LockManager.open(Path.of(directory));
          old.close();
        }
        closes.incrementAndGet();
      } catch (IOException | RuntimeException | Error e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(5);
      }
    }
  }

  private void run(Random random) {
    while (!over) {
      try {
        step(random);
      } catch (LockTimeoutException e) {
        timeouts.incrementAndGet();
      } catch (InterruptedException e) {
        interrupts.incrementAndGet();
      } catch (LockHoldTimeoutException | LockNotHeldException e) {
        overruns.incrementAndGet();
      } catch (LockManagerClosedException e) {
        Thread.yield(); // the next one is on its way
      } catch (IOException | RuntimeException | Error e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(4); // the other side notices
      }
    }
  }

  private void step(Random random) throws IOException, InterruptedException {
    long requested = System.nanoTime();
    switch (random.nextInt(8)) {
      case 0 -> {
        List<LockRequest> requests = someRequests(random);
        try (LockHandles handles = manager.acquireAll(requests)) {
          int _ = inside(handles.all(), OptionalLong.empty(), random);
        } catch (LockTimeoutException | InterruptedException | LockManagerClosedException e) {
          for (LockRequest request : requests) { // it waited for one of them
            gaveUp(request, System.nanoTime());
          }
          throw e;
        }
      }
      case 1 -> {
        var granted = manager.tryAcquire(request(random));
        if (granted.isPresent()) {
          try (LockHandle handle = granted.get()) {
            int _ = inside(List.of(handle), OptionalLong.of(requested), random);
          }
        }
      }
      default -> {
        LockRequest request = request(random);
        try {
          single(request, OptionalLong.of(requested), random);
        } catch (LockTimeoutException | InterruptedException | LockManagerClosedException e) {
          gaveUp(request, requested);
          throw e;
        }
      }
    }
  }

  private void gaveUp(LockRequest request, long requested) throws IOException {
    log.gaveUp(request.resource(), request.mode() == LockMode.EXCLUSIVE, requested);
  }

  private void single(LockRequest request, OptionalLong requested, Random random)
      throws IOException, InterruptedException {
    switch (random.nextInt(6)) {
      // The operation may take too long, but then it ends before the lock passes on.
      case 0 -> {
        int _ =
            manager.withLock(
                request.holdAtMost(shortHold(random)),
                handle -> inside(List.of(handle), requested, random));
      }
      // The lock may pass on before the section begins, which then is refused, or when it ends.
      case 1 -> {
        LockRequest fenced = request.holdAtMost(shortHold(random)).onOverrun(Overrun.FENCE);
        try (LockHandle handle = manager.acquire(fenced)) {
          int _ = handle.whileHeld("count", () -> inside(List.of(handle), requested, random));
        }
      }
      // A second release is none, also while somebody else holds.
      case 2 -> {
        LockHandle handle = manager.acquire(request);
        try {
          int _ = inside(List.of(handle), requested, random);
        } finally {
          handle.close();
        }
        pause(random);
        handle.close();
      }
      default -> {
        try (LockHandle handle = manager.acquire(request)) {
          int _ = inside(List.of(handle), requested, random);
        }
      }
    }
  }

  private static Duration shortHold(Random random) {
    return Duration.ofNanos(1 + random.nextInt(400_000));
  }

  private List<LockRequest> someRequests(Random random) {
    TreeMap<String, LockRequest> requests = new TreeMap<>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      LockRequest request = request(random);
      requests.put(request.resource(), request);
    }
    return List.copyOf(requests.values());
  }

  private LockRequest request(Random random) {
    String name = "name:" + random.nextInt(NAMES);
    LockRequest request =
        random.nextInt(3) == 0 ? LockRequest.shared(name) : LockRequest.exclusive(name);
    return switch (quiet ? 3 : random.nextInt(4)) {
      case 0 -> request.waitAtMost(Duration.ZERO);
      case 1 -> request.waitAtMost(Duration.ofNanos(random.nextInt(5_000_000)));
      default -> request.waitAtMost(longWait);
    };
  }

  /**
   * What an exclusive section does is lost or doubled as soon as two are in it at once.
   *
   * @param requestedNanos when they were asked for, if there was one request
   * @return how many sections there were
   */
  private int inside(List<LockHandle> handles, OptionalLong requestedNanos, Random random)
      throws IOException {
    List<Long> sections = new ArrayList<>();
    for (LockHandle handle : handles) {
      boolean exclusive = handle.mode() == LockMode.EXCLUSIVE;
      sections.add(
          requestedNanos.isPresent()
              ? log.enter(handle.resource(), exclusive, handle.token(), requestedNanos.getAsLong())
              : log.enter(handle.resource(), exclusive, handle.token()));
    }
    for (LockHandle handle : handles) {
      if (handle.mode() == LockMode.EXCLUSIVE) {
        count(handle.resource(), random);
      } else {
        pause(random);
      }
    }
    for (long section : sections) {
      log.leave(section);
    }
    return sections.size();
  }

  private void count(String resource, Random random) throws IOException {
    // Not a channel: an interrupt would close it. Eight bytes in one write are not torn by a kill.
    try (RandomAccessFile counter = new RandomAccessFile(counterOf(counters, resource), "rw")) {
      long before = counter.length() == 0 ? 0 : counter.readLong();
      pause(random);
      counter.seek(0);
      byte[] after = new byte[Long.BYTES];
      ByteBuffer.wrap(after).putLong(before + 1);
      counter.write(after);
    }
  }

  static File counterOf(Path counters, String resource) {
    return counters.resolve(resource.replace(':', '-')).toFile();
  }

  private static void pause(Random random) {
    if (random.nextInt(3) == 0) {
      LockSupport.parkNanos(random.nextInt(200_000));
    } else {
      Thread.yield();
    }
  }
}
