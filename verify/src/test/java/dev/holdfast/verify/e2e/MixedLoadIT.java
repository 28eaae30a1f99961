package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server over HTTP with several clients and one over standard input and output work on one folder
 * for six seconds, or ten in the full build, in every way there is.
 *
 * <p>{@code -Dholdfast.load.seconds} sets how long; {@code -Dholdfast.seed} repeats the choices.
 */
@Timeout(180)
class MixedLoadIT {

  private static final int OVER_HTTP = 4;
  private static final int OVER_STDIO = 2;

  private final Duration whole =
      Duration.ofSeconds(
          Integer.getInteger(
              "holdfast.load.seconds", Boolean.getBoolean("holdfast.full") ? 10 : 6));
  private final long seed = Long.getLong("holdfast.seed", new Random().nextLong());
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;

  @Test
  void everyoneAtOnce_losesNothing_andGathersNothing() throws Exception {
    System.out.println("MixedLoadIT: -Dholdfast.seed=" + seed);
    Path folder = directory.resolve("personas");
    Path log = directory.resolve("serve.log");
    List<LoadWorker> workers = new ArrayList<>();
    try (ServeProcess serve = ServeProcess.startLogging(log, folder)) {
      LoadSessions.OverStdio mcp = LoadSessions.OverStdio.start(folder, complaints::add);
      try {
        Passing passing = new Passing(serve);
        for (int i = 0; i < OVER_HTTP + OVER_STDIO; i++) {
          McpSyncClient session = i < OVER_HTTP ? LoadSessions.overHttp(serve.url()) : mcp.client();
          workers.add(new LoadWorker(i, seed, session, passing));
        }
        workers.getFirst().createShared();
        List<Long> pids = List.of(serve.process().pid(), mcp.server().pid());

        work(workers, whole.multipliedBy(2).dividedBy(5));
        List<JvmFigures> before = figures(pids);
        work(workers, whole.multipliedBy(3).dividedBy(5));
        List<JvmFigures> after = figures(pids);

        System.out.printf("serve and mcp before: %s%nafter: %s%n", before, after);
        assertThat(before.getFirst().sessions()).as("sessions").isGreaterThanOrEqualTo(OVER_HTTP);
        for (int i = 0; i < pids.size(); i++) {
          after.get(i).assertFlatSince(before.get(i));
        }
        workers.forEach(LoadWorker::end);
      } finally {
        mcp.server().destroyForcibly();
      }
    }
    printTimes(workers);
    assertThat(complaints).as("standard error of mcp").isEmpty();
    assertThat(log).as("standard error of serve").content().doesNotContain("\tat ", "Exception");
    assertKept(workers, folder);
  }

  private static List<JvmFigures> figures(List<Long> pids) throws IOException {
    List<JvmFigures> figures = new ArrayList<>();
    for (long pid : pids) {
      figures.add(JvmFigures.of(pid));
    }
    return figures;
  }

  private static void work(List<LoadWorker> workers, Duration howLong) {
    long end = System.nanoTime() + howLong.toNanos();
    List<Supplier<Integer>> tasks = new ArrayList<>();
    for (LoadWorker worker : workers) {
      tasks.add(
          () -> {
            int steps = 0;
            while (System.nanoTime() - end < 0) {
              worker.step();
              steps++;
            }
            return steps;
          });
    }
    assertThat(Together.run(tasks)).as("steps of each").allMatch(steps -> steps > 0);
  }

  private static void assertKept(List<LoadWorker> workers, Path folder) throws Exception {
    for (LoadWorker worker : workers) {
      worker.assertKept(folder);
    }
    assertThat(ParsedPersona.read(folder.resolve("shared.md")).minor())
        .as("edits of the persona that all edited")
        .isEqualTo(workers.stream().mapToInt(LoadWorker::sharedEdits).sum());
    assertThat(Files.exists(folder.resolve("contested.md")) ? 1 : 0)
        .as("the persona that all created and deleted")
        .isEqualTo(workers.stream().mapToInt(LoadWorker::contestedBalance).sum());
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  private static void printTimes(List<LoadWorker> workers) {
    Map<String, List<Long>> all = new TreeMap<>();
    for (LoadWorker worker : workers) {
      worker
          .nanos()
          .forEach(
              (what, nanos) -> all.computeIfAbsent(what, _ -> new ArrayList<>()).addAll(nanos));
    }
    all.forEach(
        (what, nanos) -> {
          List<Long> sorted = nanos.stream().sorted().toList();
          System.out.printf(
              Locale.ROOT,
              "%-20s %7d calls, p50 %.1f ms, p99 %.1f ms%n",
              what,
              sorted.size(),
              sorted.get(sorted.size() / 2) / 1e6,
              sorted.get(sorted.size() * 99 / 100) / 1e6);
        });
  }
}
