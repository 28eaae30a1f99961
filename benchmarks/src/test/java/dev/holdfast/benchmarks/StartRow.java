package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the start of a server's process to its answers, in a directory that it has used before. */
final class StartRow implements Row {

  private static final double TARGET_RATIO = 1.2;
  private static final List<String> REQUESTS =
      List.of(
          """
          {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
          "capabilities":{},"clientInfo":{"name":"benchmark","version":"1"}}}
          """,
          """
          {"jsonrpc":"2.0","method":"notifications/initialized"}
          {"jsonrpc":"2.0","id":2,"method":"tools/list"}
          """);

  private final Rounds<StartKind> first = new Rounds<>();
  private final Rounds<StartKind> tools = new Rounds<>();
  private final Rounds<StartKind> processor = new Rounds<>();
  private final Rounds<StartKind> resident = new Rounds<>();

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Start of a server to its first answer",
            "server",
            "to `initialize`",
            "to `tools/list`",
            "processor time",
            "resident");
    List<StartKind> kinds = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    try {
      for (StartKind kind : StartKind.values()) {
        Optional<String> missing = kind.missing();
        if (missing.isPresent()) {
          section.skipped(kind, missing.get());
        } else {
          kinds.add(kind);
          directories.add(Files.createTempDirectory("start-"));
        }
      }
      int rounds = options.choose(21, 3);
      for (int round = -1; round < rounds; round++) { // the first one does not count
        for (int i = 0; i < kinds.size(); i++) {
          start(kinds.get(i), directories.get(i), round >= 0);
        }
      }
    } finally {
      for (Path directory : directories) {
        Commands.delete(directory);
      }
    }
    for (StartKind kind : kinds) {
      section.line(
          kind.title(),
          Section.time(first.median(kind)),
          Section.time(tools.median(kind)),
          Section.time(processor.median(kind)),
          "%.0f MiB".formatted(resident.median(kind) / 1024));
    }
    section.note("Medians of the rounds; processor time and memory are those at `tools/list`.");
    for (StartKind peer : List.of(StartKind.MEMORY, StartKind.FILESYSTEM)) {
      if (kinds.contains(peer)) {
        double ratio = first.ratio(StartKind.HOLDFAST, peer);
        section.target(
            "≤ 1.2 × " + peer.title(), Section.ratio(ratio) + " ×", ratio <= TARGET_RATIO);
      }
    }
    return section;
  }

  private void start(StartKind kind, Path directory, boolean counts) throws IOException {
    long begin = System.nanoTime();
    Process process =
        Commands.builder(kind.command(directory), kind.environment(directory))
            .redirectError(Redirect.DISCARD)
            .start();
    try (BufferedWriter out = process.outputWriter(UTF_8);
        BufferedReader in = process.inputReader(UTF_8)) {
      long[] nanos = new long[REQUESTS.size()];
      for (int i = 0; i < nanos.length; i++) {
        out.write(REQUESTS.get(i));
        out.flush();
        awaitAnswer(kind, in, i + 1);
        nanos[i] = System.nanoTime() - begin;
      }
      if (counts) {
        first.add(kind, nanos[0]);
        tools.add(kind, nanos[1]);
        processor.add(kind, Commands.processorNanos(process.toHandle()));
        resident.add(kind, Commands.residentKib(process.pid()));
      }
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static void awaitAnswer(StartKind kind, BufferedReader in, int id) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.contains("\"id\":" + id)) { // else it is a notification
        return;
      }
    }
    throw new IOException(kind.title() + ": the server ended");
  }
}
