package dev.holdfast.server.cli;

import dev.holdfast.server.demo.Demo;
import dev.holdfast.server.demo.DemoView;
import dev.holdfast.server.demo.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Shows what Holdfast is for, in under a minute, on a temporary folder.",
      "",
      "Four servers, as four AI clients would start them, create and edit personas in one folder at"
          + " once; all four keep editing the same persona. A reader watches the files, and one"
          + " server is killed. Then the files are counted: what was acknowledged, kept, lost, torn"
          + " or left behind.",
      "",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was lost, torn or left behind",
      "1:something was, or the demonstration could not be run",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdfast demo",
      "  holdfast demo --seconds 20 --keep     longer, and look at the folder afterwards",
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MAX_SECONDS = 45;

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long the servers work: 1 to 45. Default: 8.")
  private int seconds = 8;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Decides who is killed and when, and the order of the work; printed, to be given again.")
  private @Nullable Long seed;

  @Option(names = "--keep", description = "Leave the folder, its path is printed.")
  private boolean keep;

  DemoCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || seconds > MAX_SECONDS) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be from 1 to 45, not " + seconds);
    }
    long chosen = seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000);
    View view = new View(io, Posix.isTerminal(1));
    Demo.Result result =
        new Demo(new Demo.Options(Duration.ofSeconds(seconds), chosen, keep), view).run();
    view.endLine();
    report(result);
    return result.verdict().good() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void report(Demo.Result result) {
    Table table = new Table("", "COUNT", "", "MEANING");
    for (Verdict.Count count : result.verdict().counts()) {
      String mark = !count.fault() ? "" : count.count() == 0 ? "ok" : "WRONG";
      table.row(count.what(), count.count(), mark, count.meaning());
    }
    io.out().println();
    table.print(io.out());
    io.out().println();
    result.verdict().remarks().stream()
        .limit(10)
        .forEach(remark -> io.out().println("  " + Text.line(remark, 200)));
    double worked = result.worked().toMillis() / 1000.0;
    io.out()
        .println(
            "%s (%.1f s of work, %.0f edits a second, all of one file, each synced to disk)"
                .formatted(
                    result.verdict().good()
                        ? "Nothing was lost, torn or left behind."
                        : "This should not have happened: please report it, with the seed.",
                    worked,
                    result.edits() / worked));
  }

  /** Prints events as lines; progress as one line that changes, or now and then as a line. */
  private static final class View implements DemoView {
    private static final long SECONDS_BETWEEN_LINES = 2;

    private final Io io;
    private final boolean live;
    private boolean inLine;
    private long nextLine = SECONDS_BETWEEN_LINES;

    View(Io io, boolean live) {
      this.io = io;
      this.live = live;
    }

    @Override
    public void event(String what) {
      endLine();
      io.out().println(Text.line(what));
      io.out().flush();
    }

    @Override
    public void progress(Progress now) {
      String line =
          "%3d s   %d created   %d edited   %d files read   %d faults"
              .formatted(now.seconds(), now.creates(), now.edits(), now.reads(), now.faults());
      if (live) {
        io.out().print("\r" + line);
        io.out().flush();
        inLine = true;
      } else if (now.seconds() >= nextLine) {
        nextLine = now.seconds() + SECONDS_BETWEEN_LINES;
        io.out().println(line);
        io.out().flush();
      }
    }

    void endLine() {
      if (inLine) {
        io.out().println();
        inLine = false;
      }
    }
  }
}
