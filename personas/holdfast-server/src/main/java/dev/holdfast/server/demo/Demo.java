package dev.holdfast.server.demo;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.personas.history.HistoryLog;
import dev.holdfast.server.process.ThisProgram;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Four server processes create and edit personas in one folder at once, a reader watches, and one
 * of the four is killed. Afterwards the files are counted.
 *
 * <p>All four also edit one and the same persona all the time, and want to create the same ten
 * names. The folder is a new one below the system's folder for temporary files, and is removed at
 * the end unless it is to be kept.
 */
public final class Demo {

  private static final int SERVERS = Share.values().length;

  /** What a store keeps beside the personas. */
  private static final List<String> KEPT = List.of(".holdfast", HistoryLog.DIRECTORY);

  private static final String SHARED = "Shared by all";
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Options options;
  private final DemoView view;
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<McpClient> clients = new ArrayList<>(); // guarded by itself, as is:
  private boolean ending;

  /**
   * How the demonstration runs.
   *
   * @param work how long the servers work
   * @param seed of all that is random: who is killed and when, and the order of the work
   * @param keep is the folder to stay?
   */
  public record Options(Duration work, long seed, boolean keep) {}

  /**
   * The result.
   *
   * @param verdict what became of the work
   * @param worked how long the servers worked
   * @param edits acknowledged meanwhile
   */
  public record Result(Verdict verdict, Duration worked, int edits) {}

  /** A demonstration; {@code view} hears how it goes. */
  public Demo(Options options, DemoView view) {
    this.options = options;
    this.view = view;
  }

  /**
   * Runs it. Takes a few seconds longer than the work. If this process is told to end meanwhile,
   * the servers end with it and the folder is removed.
   *
   * @throws IOException if it could not be run; its guarantees are then neither shown nor refuted
   * @throws InterruptedException if the thread was interrupted
   */
  public Result run() throws IOException, InterruptedException {
    Path base = Files.createTempDirectory("holdfast-demo-");
    Thread cleanUp = new Thread(() -> endAll(base));
    Runtime.getRuntime().addShutdownHook(cleanUp);
    try {
      return run(base, Files.createDirectory(base.resolve("personas")));
    } finally {
      if (endAll(base)) {
        Runtime.getRuntime().removeShutdownHook(cleanUp);
      } else {
        // The hook has been here first: this process ends, and nothing may touch the folder.
        Thread.currentThread().join();
      }
    }
  }

  private Result run(Path base, Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("shared-by-all.md"), sharedPersona());
    view.event("folder %s, seed %d".formatted(folder, options.seed()));
    view.event("starting %d servers (holdfast mcp), each a process of its own".formatted(SERVERS));
    for (int number = 1; number <= SERVERS; number++) {
      startServer(folder, base.resolve("server-" + number + ".log"));
    }
    for (McpClient client : clients) {
      client.initialize();
    }
    Watcher watcher = new Watcher(folder, ledger, stop);
    long begin = System.nanoTime();
    work(watcher, begin);
    Duration worked = Duration.ofNanos(System.nanoTime() - begin);
    int edits = ledger.edits();
    view.event("all servers end; another one starts, and sweeps up what the killed one left");
    Verdict.Leftovers left = endAndStartAnew(folder, base.resolve("next.log"));
    return new Result(
        Verdict.of(ledger, Watcher.contents(folder), SHARED, watcher.summary(), left),
        worked,
        edits);
  }

  private McpClient startServer(Path folder, Path log) throws IOException {
    synchronized (clients) {
      refuseIfEnding();
      McpClient client =
          McpClient.start(ThisProgram.command("mcp", "--dir", folder.toString()), log);
      clients.add(client);
      return client;
    }
  }

  private void work(Watcher watcher, long begin) throws InterruptedException {
    Random random = new Random(options.seed());
    long workNanos = options.work().toNanos();
    long killAfter = workNanos / 4 + random.nextLong(workNanos / 2);
    int victim = random.nextInt(SERVERS);
    List<Worker> workers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (Share share : Share.values()) {
      int number = workers.size() + 1;
      Random own = new Random(options.seed() + number);
      McpClient client = clients.get(number - 1);
      Worker worker = new Worker(number, share, client, SHARED, ledger, own, stop);
      workers.add(worker);
      threads.add(Thread.ofPlatform().name("client-" + number).start(worker));
    }
    threads.add(Thread.ofPlatform().name("reader").start(watcher));
    boolean killed = false;
    long elapsed = 0;
    while (elapsed < workNanos && !stop.get()) {
      Thread.sleep(TICK);
      elapsed = System.nanoTime() - begin;
      if (!killed && elapsed >= killAfter) {
        killed = true;
        workers.get(victim).killServer();
        view.event(
            "killed server %d (kill -9 %d) in the middle of its work"
                .formatted(victim + 1, clients.get(victim).pid()));
      }
      report(watcher, elapsed);
    }
    stop.set(true);
    for (Thread thread : threads) {
      if (!thread.join(PATIENCE)) {
        ledger.error(thread.getName() + " got no answer for " + PATIENCE.toSeconds() + " s");
      }
    }
    report(watcher, System.nanoTime() - begin);
  }

  private void report(Watcher watcher, long elapsedNanos) {
    Reads.Summary seen = watcher.summary();
    view.progress(
        new DemoView.Progress(
            Duration.ofNanos(elapsedNanos).toSeconds(),
            ledger.creates(),
            ledger.edits(),
            seen.reads(),
            seen.faults()));
  }

  private Verdict.Leftovers endAndStartAnew(Path folder, Path log)
      throws IOException, InterruptedException {
    int running = 0;
    for (McpClient client : clients) {
      running += client.end() ? 0 : 1;
    }
    McpClient next = startServer(folder, log);
    next.initialize();
    McpClient.Answer list = next.call("list_personas", Map.of());
    if (list.error()) {
      ledger.error("the next server cannot list the folder: " + list.text());
    }
    running += next.end() ? 0 : 1;
    synchronized (clients) {
      refuseIfEnding();
      return new Verdict.Leftovers(locksLeft(folder), filesLeft(folder), running);
    }
  }

  /** Locks that somebody seems to hold, and locks that cannot be had. */
  private int locksLeft(Path folder) throws IOException {
    try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"))) {
      int left = locks.inspect().size();
      for (String resource : List.of("personas", "persona:shared-by-all")) {
        Optional<LockHandle> handle = locks.tryAcquire(LockRequest.exclusive(resource));
        left += handle.isEmpty() ? 1 : 0;
        handle.ifPresent(LockHandle::close);
      }
      return left;
    }
  }

  /** Files that are neither personas nor the lock domain nor the history, or temporary in that. */
  private static int filesLeft(Path folder) throws IOException {
    long left;
    try (Stream<Path> files = Files.list(folder)) {
      left =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.endsWith(".md") && !KEPT.contains(name))
              .count();
    }
    Path history = folder.resolve(HistoryLog.DIRECTORY);
    if (Files.isDirectory(history)) {
      try (Stream<Path> files = Files.walk(history)) {
        left += files.filter(file -> String.valueOf(file.getFileName()).endsWith(".tmp")).count();
      }
    }
    return Math.toIntExact(left);
  }

  /** As somebody may have written it by hand. */
  private static String sharedPersona() {
    return """
        ---
        name: "%s"
        description: "%s"
        version: "1.0"
        triggers: ["shared", "trigger-0"]
        license: "License of edit 0"
        ---
        %s"""
        .formatted(SHARED, Share.DESCRIPTION.value(0), DemoFile.instructions(0));
  }

  /** Nothing is begun in a folder that is being removed. Call it holding {@code clients}. */
  private void refuseIfEnding() throws IOException {
    if (ending) {
      throw new IOException("told to end");
    }
  }

  /** Ends the servers and removes the folder, the first time. Was this the first time? */
  private boolean endAll(Path base) {
    stop.set(true);
    synchronized (clients) {
      if (ending) {
        return false;
      }
      ending = true;
      for (McpClient client : clients) {
        client.close();
      }
      if (!options.keep()) {
        try {
          delete(base);
        } catch (IOException e) {
          view.event("could not remove " + base + ": " + e);
        }
      }
      return true;
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
