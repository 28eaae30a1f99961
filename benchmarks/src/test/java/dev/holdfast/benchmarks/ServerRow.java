package dev.holdfast.benchmarks;

import static java.net.http.HttpClient.Version.HTTP_1_1;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Calls of tools by 1 to 64 clients, and the memory of a server at rest and after them. */
final class ServerRow implements Row {

  private static final String STDIO = "`holdfast mcp`, a process each";
  private static final String PIPELINED = "`holdfast mcp`, one process, calls in flight";
  private static final String HTTP = "`holdfast serve`, sessions";
  private static final String PEER = "`@modelcontextprotocol/server-memory`, ";
  private static final String PEER_STDIO = PEER + "a process each";
  private static final String PEER_PIPELINED = PEER + "one process, calls in flight";

  /** What is compared. */
  private record Case(String server, ServerCall call, int clients) {}

  private final Rounds<Case> rates = new Rounds<>();
  private final Rounds<Case> medians = new Rounds<>();
  private final Rounds<Case> tails = new Rounds<>();
  private final List<McpClient> processes = new ArrayList<>();
  private final List<McpClient> peers = new ArrayList<>();
  private final List<HttpCalls> sessions = new ArrayList<>();

  @Override
  public Section measure(Options options) throws Exception {
    Section section =
        new Section(
            "Calls of tools of a server with 64 personas of 2 KiB",
            "server",
            "call",
            "clients",
            "a second",
            "p50",
            "p99",
            "a second, to one client");
    List<Integer> few = options.brief() ? List.of(1, 2) : List.of(1, 4);
    List<Integer> many = options.brief() ? List.of(4) : List.of(16, 64);
    Path work = Disk.newDirectory(options, McpKind.HOLDFAST);
    Path peerWork = Disk.newDirectory(options, McpKind.MEMORY);
    for (int number = 0; number < many.getLast(); number++) {
      Files.write(
          work.resolve(PersonaTexts.slug(number) + ".md"), PersonaTexts.file(number, "1.0"));
    }
    try (HttpClient http = HttpClient.newBuilder().version(HTTP_1_1).build();
        ServeProcess serve = ServeProcess.start(work)) {
      try {
        for (int i = 0; i < few.getLast(); i++) {
          processes.add(McpClient.start(McpKind.HOLDFAST, work));
        }
        startPeers(section, few.getLast(), many.getLast(), peerWork);
        for (int i = 0; i < many.getLast(); i++) {
          sessions.add(HttpCalls.begin(http, serve.mcp()));
        }
        ProcessHandle mcp = processes.getFirst().process();
        String atRest = memory(serve.process().toHandle(), mcp);
        int rounds = options.choose(3, 1);
        for (int round = options.brief() ? 0 : -1; round < rounds; round++) { // -1 does not count
          for (ServerCall call : ServerCall.values()) {
            measure(call, options, few, many, round >= 0);
          }
        }
        print(section);
        section.note(
            "Medians of the rounds. Clients wait for each answer. Written to "
                + Disk.describe(options)
                + ".");
        section.note("At rest, clients connected: " + atRest + ".");
        section.note("After the load: " + memory(serve.process().toHandle(), mcp) + ".");
        return section;
      } finally {
        sessions.forEach(HttpCalls::close);
        processes.forEach(McpClient::close);
        peers.forEach(McpClient::close);
      }
    } finally {
      Commands.delete(work);
      Commands.delete(peerWork);
    }
  }

  private void startPeers(Section section, int count, int things, Path work) throws IOException {
    Optional<String> missing = McpKind.MEMORY.missing();
    if (missing.isPresent()) {
      section.skipped(McpKind.MEMORY, missing.get());
      return;
    }
    for (int i = 0; i < count; i++) {
      peers.add(McpClient.start(McpKind.MEMORY, work));
    }
    int _ = peers.getFirst().createAll(0, things);
  }

  private void measure(
      ServerCall call, Options options, List<Integer> few, List<Integer> many, boolean counts)
      throws Exception {
    int count = call.count(options);
    boolean peersToo = call == ServerCall.READ && !peers.isEmpty();
    ServerLoad.Text peerText = (client, _) -> McpKind.MEMORY.reading(client);
    for (int clients : few) {
      int each = count / clients;
      add(
          counts,
          new Case(STDIO, call, clients),
          ServerLoad.together(processes.subList(0, clients), each, call::text));
      add(
          counts,
          new Case(HTTP, call, clients),
          ServerLoad.together(sessions.subList(0, clients), each, call::text));
      if (peersToo) {
        add(
            counts,
            new Case(PEER_STDIO, call, clients),
            ServerLoad.together(peers.subList(0, clients), each, peerText));
      }
    }
    for (int clients : many) {
      add(
          counts,
          new Case(PIPELINED, call, clients),
          ServerLoad.pipelined(processes.getFirst(), clients, count, call::text));
      add(
          counts,
          new Case(HTTP, call, clients),
          ServerLoad.together(sessions.subList(0, clients), count / clients, call::text));
      if (peersToo) {
        add(
            counts,
            new Case(PEER_PIPELINED, call, clients),
            ServerLoad.pipelined(peers.getFirst(), clients, count, peerText));
      }
    }
  }

  private void add(boolean counts, Case measured, ServerLoad load) {
    if (counts) {
      rates.add(measured, load.perSecond());
      medians.add(measured, load.nanos().median());
      tails.add(measured, load.nanos().atMost(0.99));
    }
  }

  private void print(Section section) {
    for (Case one : rates.keys()) {
      String alone = one.server().replace("one process, calls in flight", "a process each");
      section.line(
          one.server(),
          one.call().title(),
          one.clients() + "",
          String.format(Locale.ROOT, "%,.0f", rates.median(one)),
          Section.time(medians.median(one)),
          Section.time(tails.median(one)),
          Section.ratio(rates.ratio(one, new Case(alone, one.call(), 1))));
    }
    if (!peers.isEmpty()) {
      Case peer = new Case(PEER_STDIO, ServerCall.READ, 1);
      section.note(
          "One client reads %s × as often by `holdfast mcp`, %s × by `holdfast serve`, as by %s."
              .formatted(
                  Section.ratio(rates.ratio(new Case(STDIO, ServerCall.READ, 1), peer)),
                  Section.ratio(rates.ratio(new Case(HTTP, ServerCall.READ, 1), peer)),
                  "`@modelcontextprotocol/server-memory`"));
    }
  }

  private static String memory(ProcessHandle serve, ProcessHandle mcp)
      throws IOException, InterruptedException {
    return "`holdfast serve` %s, `holdfast mcp` %s".formatted(memory(serve), memory(mcp));
  }

  private static String memory(ProcessHandle process) throws IOException, InterruptedException {
    return "%d MiB resident, %d MiB of it used heap"
        .formatted(
            Commands.residentKib(process.pid()) >> 10, Commands.heapKib(process.pid()) >> 10);
  }
}
