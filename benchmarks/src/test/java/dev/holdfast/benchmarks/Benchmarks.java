package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the rows that were asked for and prints each with its peers, and then the targets with
 * what was reached, as Markdown. What it is doing goes to standard error.
 */
final class Benchmarks {

  private static final Map<String, Row> ROWS = rows();

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.parse(List.copyOf(ROWS.keySet()), args);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(machine(options) + "\n");
    List<Section> sections = new ArrayList<>();
    boolean failed = false;
    for (String row : options.rows()) {
      System.err.println("benchmarks: " + row);
      try {
        Section section = ROWS.get(row).measure(options);
        sections.add(section);
        out.println(section.print());
      } catch (IOException | IllegalStateException e) {
        // The other rows are worth having.
        System.err.println("benchmarks: " + row + " failed: " + e.getMessage());
        out.println("**" + row + " failed: " + e.getMessage() + "**\n");
        failed = true;
      }
    }
    out.print(Section.summary(sections));
    System.exit(failed ? 1 : 0);
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("inprocess", new InProcessRow());
    rows.put("warm", new WarmRow());
    rows.put("handover", new HandoverRow());
    rows.put("contention", new ContentionRow());
    rows.put("waiter", new WaiterRow());
    rows.put("virtual", new VirtualThreadsRow());
    rows.put("names", new NamesRow());
    rows.put("kill", new KillRow());
    // Those that free many files come late: ext4 without a journal leaves their inodes alone for
    // minutes, and looks past them for each new file.
    rows.put("write", new WriteRow());
    rows.put("read", new ReadRow());
    rows.put("transaction", new TransactionRow());
    rows.put("recovery", new RecoveryRow());
    rows.put("writers", new WritersRow());
    rows.put("snapshot", new SnapshotRow());
    rows.put("personas", new PersonasRow());
    rows.put("start", new StartRow());
    rows.put("server", new ServerRow());
    return rows;
  }

  private static String machine(Options options) throws IOException {
    Path load = Path.of("/proc/loadavg");
    return "%s, %s %s, Java %s, %d processors, load %s%s"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            Files.exists(load) ? Files.readString(load).split(" ", 2)[0] : "unknown",
            options.brief() ? ", **shortened run**" : "");
  }
}
