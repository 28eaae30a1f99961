package dev.holdfast.verify.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Prints what the program of this source tree takes on this machine: {@code ./mvnw -pl verify -am
 * -Pfigures -DskipTests -DskipITs verify}. Not a test: a figure is neither right nor wrong.
 */
final class Figures {

  private static final int STARTS = 10;
  private static final int WARM_UP = 200;
  private static final int EDITS = 1_000;

  private Figures() {}

  /** Runs for about half a minute and prints one line for each figure. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "figures-");
    try {
      System.out.printf(
          Locale.ROOT,
          "start of 'holdfast mcp' to the first answer: %d ms (median of %d)%n",
          medianStartMillis(folder),
          STARTS);
      for (int processes : new int[] {1, 4}) {
        System.out.printf(
            Locale.ROOT,
            "durable edits of one persona with %d process%s: %d a second%n",
            processes,
            processes == 1 ? "" : "es",
            editsPerSecond(folder, processes));
      }
    } finally {
      delete(folder);
    }
  }

  private static long medianStartMillis(Path folder) {
    List<Long> nanos = new ArrayList<>();
    Launcher.program();
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      RawClient client = RawClient.start(folder, List.of());
      nanos.add(System.nanoTime() - start);
      client.endAndCheck();
      client.destroy();
    }
    return nanos.stream().sorted().toList().get(STARTS / 2) / 1_000_000;
  }

  /** Each process has one call in flight, as a client that waits for its answers. */
  private static long editsPerSecond(Path folder, int processes) {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        clients.add(RawClient.start(folder, List.of()));
      }
      String name = "Figures " + processes;
      Client.await(clients.getFirst().create(name, "Text")).orFail();
      editByAll(clients, name, WARM_UP);
      long start = System.nanoTime();
      editByAll(clients, name, EDITS);
      return EDITS * 1_000_000_000L / (System.nanoTime() - start);
    } finally {
      clients.forEach(RawClient::destroy);
    }
  }

  private static void editByAll(List<RawClient> clients, String name, int edits) {
    List<Supplier<Integer>> work = new ArrayList<>();
    for (RawClient client : clients) {
      work.add(
          () -> {
            for (int i = 0; i < edits / clients.size(); i++) {
              Client.await(client.edit(name, "description", "Edit " + i)).orFail();
            }
            return edits;
          });
    }
    Together.run(work);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
