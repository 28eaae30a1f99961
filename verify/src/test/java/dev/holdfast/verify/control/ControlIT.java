package dev.holdfast.verify.control;

import static dev.holdfast.verify.control.Edit.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.referee.Referee;
import dev.holdfast.testkit.referee.Section;
import dev.holdfast.testkit.referee.SectionLog;
import dev.holdfast.testkit.referee.WaitReferee;
import dev.holdfast.verify.lock.Overtaking;
import dev.holdfast.verify.lock.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The referee of the torture condemns locks that are broken: the engine with each of its guards
 * taken out, and a lock that many use.
 *
 * <p>{@code -Dholdfast.seed} repeats the choices of a run (not its timing).
 */
class ControlIT {

  /** In a good engine no wait is so long. */
  static final Duration LONG_WAIT = Duration.ofSeconds(4);

  /** Stricter than in the torture: it judges only engines that lose wake-ups. */
  private static final WaitReferee WAITS =
      new WaitReferee(Duration.ofSeconds(3), ForkedJvm.PATIENCE, Duration.ZERO);

  private static final int PROCESSES = 2;
  private static final int ENOUGH = 500;
  private static final Duration LOOK = Duration.ofMillis(150);

  private final long seed = Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextLong());

  @TempDir Path directory;

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(Fault.class)
  void engineWithoutAGuard_isCondemned(Fault fault) throws Exception {
    System.out.printf("%s: -Dholdfast.seed=%d%n", fault, seed);
    try (Torture torture = tortureWith(fault.edits(), fault.losesWakeUps())) {
      List<String> violations =
          await(fault.name())
              .atMost(ForkedJvm.PATIENCE)
              .pollDelay(Duration.ZERO)
              .pollInterval(LOOK)
              .until(
                  () -> violations(torture, fault.losesWakeUps()),
                  found -> found.stream().anyMatch(fault::isShownBy));
      System.out.printf("%s: %s%n", fault, violations.getFirst());
      assertThat(violations).allMatch(fault::explains);
    }
  }

  /**
   * The other side of {@link Fault#BELL_NOT_RUNG}: who is rung for need not look by itself. With a
   * wake-up lost all threads would soon sleep for an hour.
   */
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void engineWithoutLooks_butWithItsBell_isNotCondemned() throws Exception {
    System.out.printf("without looks: -Dholdfast.seed=%d%n", seed);
    try (Torture torture = tortureWith(List.of(Fault.noLook(Duration.ofHours(1))), true)) {
      await()
          .atMost(ForkedJvm.PATIENCE)
          .pollInterval(LOOK)
          .until(() -> torture.sectionsSoFar().size(), greaterThan(ENOUGH));
      assertThat(violations(torture, false)).isEmpty();
    }
  }

  /** {@code DomainFile.isTurnOf} lets those who wait go first. Without: who is quick does. */
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void engineWithoutTurns_isCondemned() throws Exception {
    Path classes = plant(List.of(in("internal.domain.DomainFile", "isTurnOf").only(Fault::yes)));
    try (Overtaking overtaking =
        new Overtaking(directory, launch -> launch.classesFirst(classes))) {
      List<String> violations = overtaking.violations();
      assertThat(violations).isNotEmpty().allMatch(violation -> violation.startsWith("order"));
      System.out.println("without turns: " + violations.getFirst());
    }
  }

  /** One process holds while another one tries. */
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void fileLockOfMavenResolver_isCondemned() throws Exception {
    Path lock = directory.resolve("lock");
    List<Path> logs = List.of(directory.resolve("holder"), directory.resolve("other"));
    try (ForkedJvm holder = startResolver(lock, logs.get(0));
        ForkedJvm other = startResolver(lock, logs.get(1))) {
      holder.send("acquire " + ForkedJvm.PATIENCE.toMillis());
      holder.await("in");
      other.send("acquire 200");
      if (other.await("").equals("in")) {
        other.send("release");
        other.await("released");
      }
      holder.send("release");
      holder.await("released");
    }
    List<Section> sections = new ArrayList<>();
    for (Path log : logs) {
      sections.addAll(SectionLog.read(log, OptionalLong.empty()));
    }
    assertThat(Referee.violations(sections)).singleElement().asString().startsWith("overlap");
  }

  private static ForkedJvm startResolver(Path lock, Path log) throws IOException {
    return ForkedJvm.of(ResolverWorker.class).arguments(lock, log).start();
  }

  private Path plant(List<Edit> edits) throws IOException {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    PlantedClasses.write(edits, classes);
    return classes;
  }

  private Torture tortureWith(List<Edit> edits, boolean quiet) throws IOException {
    Path classes = plant(edits);
    Torture torture = new Torture(directory.resolve("torture"), new Random(seed));
    try {
      Torture.Plan plan = new Torture.Plan(directory.resolve("locks").toString(), quiet, LONG_WAIT);
      for (int i = 0; i < PROCESSES; i++) {
        torture.start(plan, launch -> launch.classesFirst(classes));
      }
      return torture;
    } catch (IOException | RuntimeException | Error e) {
      torture.close();
      throw e;
    }
  }

  /**
   * What the referee finds until now.
   *
   * @param alsoOfWaits are long waits condemned, too? On a very busy machine there are some
   */
  private static List<String> violations(Torture torture, boolean alsoOfWaits) throws IOException {
    List<String> dead = torture.errorsOfTheDead();
    List<Section> sections = torture.sectionsSoFar();
    List<String> found = new ArrayList<>(Referee.violations(sections));
    if (alsoOfWaits) {
      found.addAll(WAITS.violations(sections, torture.givenUp()));
    }
    if (found.isEmpty() && !dead.isEmpty()) {
      throw new AssertionError("a process ended before it was condemned: " + dead);
    }
    return found;
  }
}
