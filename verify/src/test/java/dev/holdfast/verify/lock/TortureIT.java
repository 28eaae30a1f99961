package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.referee.Referee;
import dev.holdfast.testkit.referee.Section;
import dev.holdfast.testkit.referee.WaitReferee;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * L1: four processes of six threads lock a few names in every way at once, while processes are
 * killed and started again, or stopped for a moment, and managers closed and opened; a referee
 * reads what they did.
 *
 * <p>{@code -Dholdfast.seed} repeats the choices of a run (not its timing). {@code
 * -Dholdfast.torture=2h} says how long the three mixtures of providers take together; {@code
 * -Psoak} does. A long run is judged every ten seconds.
 */
class TortureIT {

  private static final int PROCESSES = 4;
  private static final Duration BETWEEN_KILLS = Duration.ofMillis(600);
  private static final Duration ROUND = Duration.ofSeconds(10);

  /** No wait of a good lock is so long; a bad one is found before the test loses its patience. */
  private static final Duration LONG_WAIT = ForkedJvm.PATIENCE.multipliedBy(2).dividedBy(3);

  /**
   * Hundreds of times what a wake-up takes, for busy machines; the last bound is the engine's own.
   */
  private static final WaitReferee WAITS =
      new WaitReferee(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMillis(50));

  private final long seed = Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextLong());
  private final Duration length =
      Duration.parse("PT" + System.getProperty("holdfast.torture", "30s")).dividedBy(3);
  private final Random random = new Random(seed);

  @TempDir Path directory;

  private int round;

  static Stream<List<Provider>> mixtures() {
    return Stream.of(
        List.of(Provider.OPEN_FILE),
        List.of(Provider.CHANNEL),
        List.of(Provider.OPEN_FILE, Provider.CHANNEL));
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void locks_ofProcessesThatAreKilledAndStartedAgain_excludeEachOther(List<Provider> providers)
      throws Exception {
    System.out.printf("%s: -Dholdfast.seed=%d%n", providers, seed);
    Path locks = directory.resolve("locks");
    for (Duration left = length; left.isPositive(); left = left.minus(ROUND)) {
      try (Torture torture = newTorture()) {
        run(torture, locks.toString(), providers, left.compareTo(ROUND) < 0 ? left : ROUND);
        judge(torture);
      }
      assertThatAllIsFree(locks);
    }
  }

  private static void judge(Torture torture) throws IOException {
    List<Section> sections = torture.sections();
    long exclusive = sections.stream().filter(Section::exclusive).count();
    long unfinished = sections.stream().filter(section -> !section.finished()).count();
    System.out.printf(
        "%d sections, %d exclusive, %d cut off by %d kills%n",
        sections.size(), exclusive, unfinished, torture.processes() - PROCESSES);

    assertThat(Referee.violations(sections)).isEmpty();
    assertThat(WAITS.violations(sections, torture.givenUp())).isEmpty();
    assertThatNoUpdateIsLost(torture);
    // The run was worth something: several had their turns, and somebody died.
    assertThat(exclusive).isGreaterThan(20);
    assertThat(torture.processes()).isGreaterThan(PROCESSES);
    assertThat(sections.stream().map(Section::actor).distinct().count()).isGreaterThan(2);
  }

  /** The same processes without locks between them: the referee and the counters must object. */
  @Test
  void locks_ofOneProcessOnly_areCondemned() throws Exception {
    try (Torture torture = newTorture()) {
      run(torture, "none", List.of(Provider.OPEN_FILE), Duration.ofSeconds(2));
      assertThat(Referee.violations(torture.sections()))
          .anyMatch(violation -> violation.startsWith("overlap"))
          .anyMatch(violation -> violation.startsWith("token"));
      assertThatCode(() -> assertThatNoUpdateIsLost(torture)).isInstanceOf(AssertionError.class);
    }
  }

  private Torture newTorture() throws IOException {
    return new Torture(directory.resolve("round-" + round++), random);
  }

  private void run(Torture torture, String locks, List<Provider> providers, Duration howLong)
      throws IOException, InterruptedException {
    List<Torture.Run> living = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      living.add(start(torture, locks, i, providers));
    }
    for (Torture.Run run : living) {
      run.process.await("ready");
    }
    long endNanos = System.nanoTime() + howLong.toNanos();
    while (System.nanoTime() - endNanos < 0) {
      await().pollDelay(BETWEEN_KILLS).until(() -> true);
      int stopped = random.nextInt(PROCESSES);
      living.get(stopped).process.stop();
      await().pollDelay(Duration.ofMillis(10 + random.nextInt(300))).until(() -> true);
      living.get(stopped).process.resume();
      int victim = random.nextInt(PROCESSES);
      living.get(victim).kill();
      living.set(victim, start(torture, locks, victim, providers));
    }
    for (Torture.Run run : living) {
      run.process.send("finish");
    }
    for (Torture.Run run : living) {
      System.out.println(run.process.await("over"));
    }
  }

  private static Torture.Run start(
      Torture torture, String locks, int place, List<Provider> providers) throws IOException {
    Provider provider = providers.get(place % providers.size());
    boolean quiet = place >= PROCESSES / 2;
    return torture.begin(
        new Torture.Plan(locks, quiet, LONG_WAIT),
        launch -> launch.option("-D%s=%s".formatted(Provider.PROPERTY, provider.value())));
  }

  /** Each finished section counted once, and one that was cut off at most once. */
  private static void assertThatNoUpdateIsLost(Torture torture) throws IOException {
    List<Section> sections = torture.sections();
    for (int i = 0; i < TortureWorker.NAMES; i++) {
      String resource = "name:" + i;
      List<Section> counting =
          sections.stream().filter(s -> s.exclusive() && s.resource().equals(resource)).toList();
      long finished = counting.stream().filter(Section::finished).count();
      try (RandomAccessFile counter =
          new RandomAccessFile(TortureWorker.counterOf(torture.counters(), resource), "r")) {
        assertThat(counter.readLong()).as(resource).isBetween(finished, (long) counting.size());
      }
    }
  }

  private static void assertThatAllIsFree(Path locks) throws IOException {
    try (LockManager manager = LockManager.open(locks)) {
      assertThat(manager.inspect()).isEmpty();
      for (int i = 0; i < TortureWorker.NAMES; i++) {
        var handle = manager.tryAcquire(LockRequest.exclusive("name:" + i));
        assertThat(handle).isPresent();
        handle.get().close();
      }
    }
  }
}
