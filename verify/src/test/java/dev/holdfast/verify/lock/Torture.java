package dev.holdfast.verify.lock;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.referee.Section;
import dev.holdfast.testkit.referee.SectionLog;
import dev.holdfast.testkit.referee.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Processes that lock a few names in every way at once, each a {@link TortureWorker}, and what they
 * logged. Closing kills those that still run.
 */
public final class Torture implements AutoCloseable {

  private final Path directory;
  private final Random random;
  private final List<Run> runs = new ArrayList<>();

  /**
   * Nothing runs yet.
   *
   * @param directory a new one, for the logs and the counters
   * @param random chooses what the processes do
   */
  public Torture(Path directory, Random random) throws IOException {
    this.directory = directory;
    this.random = random;
    Files.createDirectories(counters());
  }

  /** One process, from its start to its end or kill. */
  static final class Run {
    final ForkedJvm process;
    private final Path log;
    private OptionalLong killedNanos = OptionalLong.empty();

    private Run(ForkedJvm process, Path log) {
      this.process = process;
      this.log = log;
    }

    void kill() throws InterruptedException {
      killedNanos = OptionalLong.of(System.nanoTime());
      process.kill();
    }
  }

  /**
   * What a process does.
   *
   * @param locks the lock directory, or {@code none} for locks that no other process sees
   * @param quiet is nobody interrupted, and are all waits long? Each interrupt and each wait that
   *     ends makes somebody look again, which would hide that a wake-up was lost
   * @param longWait a wait that no good lock makes anybody end
   */
  public record Plan(String locks, boolean quiet, Duration longWait) {}

  /** Starts a process; {@code options} are those of its JVM. */
  public void start(Plan plan, UnaryOperator<ForkedJvm.Launch> options) throws IOException {
    var _ = begin(plan, options);
  }

  /** {@link #start} for who wants to stop or kill it. */
  Run begin(Plan plan, UnaryOperator<ForkedJvm.Launch> options) throws IOException {
    Path log = directory.resolve("log-" + runs.size());
    ForkedJvm process =
        options
            .apply(ForkedJvm.of(TortureWorker.class))
            .arguments(
                plan.locks(),
                log,
                counters(),
                random.nextLong(),
                plan.quiet(),
                plan.longWait().toMillis())
            .start();
    Run run = new Run(process, log);
    runs.add(run);
    return run;
  }

  /** How many processes there were. */
  int processes() {
    return runs.size();
  }

  Path counters() {
    return directory.resolve("counters");
  }

  /** What the processes said on standard error, of those that have ended without being told. */
  public List<String> errorsOfTheDead() {
    return runs.stream()
        .filter(run -> !run.process.isAlive())
        .flatMap(run -> run.process.errors().stream())
        .toList();
  }

  /** The sections of all processes, each of which has ended or was killed. */
  List<Section> sections() throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Run run : logged()) {
      sections.addAll(SectionLog.read(run.log, run.killedNanos));
    }
    return sections;
  }

  /** The sections of all processes until now; of those that were not left yet, the part so far. */
  public List<Section> sectionsSoFar() throws IOException {
    long now = System.nanoTime();
    List<Section> sections = new ArrayList<>();
    for (Run run : logged()) {
      long in = run.process.isAlive() ? now : 0; // when a dead one left nobody knows
      sections.addAll(SectionLog.read(run.log, OptionalLong.of(in)));
    }
    return sections;
  }

  /** The waits that ended without the lock, until now. */
  public List<Wait> givenUp() throws IOException {
    List<Wait> waits = new ArrayList<>();
    for (Run run : logged()) {
      waits.addAll(SectionLog.readGivenUp(run.log));
    }
    return waits;
  }

  /** Those that were not killed before they had a log. */
  private List<Run> logged() {
    return runs.stream().filter(run -> Files.exists(run.log)).toList();
  }

  @Override
  public void close() {
    runs.forEach(run -> run.process.close());
  }
}
