package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Servers that speak MCP, each process with one client that creates one thing after the other: how
 * many a second, and how many of those that were acknowledged are there afterwards.
 */
final class PersonaServers {

  private final Options options;
  private final Section section;

  PersonaServers(Options options, Section section) {
    this.options = options;
    this.section = section;
  }

  void measure() throws Exception {
    for (McpKind kind : McpKind.values()) {
      Optional<String> missing = kind.missing();
      if (missing.isPresent()) {
        section.skipped(kind, missing.get());
        continue;
      }
      for (int processes : options.brief() ? List.of(2) : List.of(1, 4)) {
        measure(kind, processes);
      }
    }
  }

  private void measure(McpKind kind, int processes) throws Exception {
    int each = options.choose(250, 10);
    Path work = Disk.newDirectory(options, kind);
    List<McpClient> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int process = 0; process < processes; process++) {
        clients.add(McpClient.start(kind, work));
      }
      long start = System.nanoTime();
      List<Future<Integer>> running = new ArrayList<>();
      for (int process = 0; process < processes; process++) {
        McpClient client = clients.get(process);
        int first = process * each;
        running.add(threads.submit(() -> client.createAll(first, each)));
      }
      int acknowledged = 0;
      for (Future<Integer> one : running) {
        acknowledged += one.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long kept = kept(work);
      section.note(
          String.format(
              Locale.ROOT,
              "%s, processes: %d, creates of each: %d: %.0f creates a second, %d of %d refused, %d of %d acknowledged kept.",
              kind.title(),
              processes,
              each,
              acknowledged / seconds,
              each * processes - acknowledged,
              each * processes,
              kept,
              acknowledged));
      if (kind == McpKind.HOLDFAST) {
        section.target(
            "`holdfast mcp`, processes: %d: every acknowledged create kept".formatted(processes),
            "%d of %d".formatted(kept, acknowledged),
            kept == acknowledged);
      }
    } finally {
      clients.forEach(McpClient::close);
      Commands.delete(work);
    }
  }

  /** The things with the names that were created; one that is there twice counts once. */
  private static long kept(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      List<Path> contents = files.filter(Files::isRegularFile).toList();
      StringBuilder all = new StringBuilder();
      for (Path file : contents) {
        all.append(Files.readString(file, UTF_8)).append('\n');
      }
      return McpClient.NAME.matcher(all).results().map(one -> one.group(1)).distinct().count();
    }
  }
}
