package dev.holdfast.verify.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.control.PlantedLock.Fault;
import dev.holdfast.verify.fork.ForkedJvm;
import dev.holdfast.verify.referee.Referee;
import dev.holdfast.verify.referee.Section;
import dev.holdfast.verify.referee.SectionLog;
import dev.holdfast.verify.referee.Wait;
import dev.holdfast.verify.referee.WaitReferee;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The referee of the torture condemns locks that are broken: one that many use, and a small one of
 * ours with each of its guards removed. The schedules are constructed, so nothing depends on luck;
 * the same schedules on the whole lock give nothing to say.
 */
class ControlIT {

  private static final long LONG = ForkedJvm.PATIENCE.toMillis();
  private static final Duration IDLE = Duration.ofMillis(1500);

  @TempDir Path directory;

  private final List<Path> logs = new ArrayList<>();

  /** What two processes do with one lock. */
  private interface Schedule {
    void run(ForkedJvm a, ForkedJvm b) throws InterruptedException;
  }

  @ParameterizedTest
  @CsvSource({
    "NO_RECHECK, overlap",
    "WAKE_LOST, lost wake-up",
    "TOKEN_NOT_ADVANCED, token",
    "HAND_OVER_TOO_EARLY, overlap",
    "READER_PAST_WRITER, overlap",
    "RELEASE_UNCHECKED, overlap",
    "OTHER_PROCESSES_FORGOTTEN, overlap"
  })
  void lockWithoutAGuard_isCondemned_andWithItIsNot(Fault fault, String finding) throws Exception {
    assertThat(judge(fault.name(), scheduleFor(fault)))
        .isNotEmpty()
        .allMatch(violation -> violation.startsWith(finding));
    assertThat(judge(Fault.NONE.name(), scheduleFor(fault))).isEmpty();
  }

  @Test
  void fileLockOfMavenResolver_isCondemned() throws Exception {
    assertThat(judge("RESOLVER", scheduleFor(Fault.OTHER_PROCESSES_FORGOTTEN)))
        .isNotEmpty()
        .allMatch(violation -> violation.startsWith("overlap"));
  }

  private static Schedule scheduleFor(Fault fault) {
    return switch (fault) {
      case NO_RECHECK ->
          (a, _) -> {
            acquire(a, "one", "X", LONG, "in");
            acquire(a, "two", "X", LONG, "waits");
            a.send("poke two");
            String then = a.await("two ");
            release(a, "one");
            if (!then.endsWith("in")) {
              a.await("two in");
            }
            release(a, "two");
          };
      case WAKE_LOST ->
          (a, _) -> {
            acquire(a, "one", "X", LONG, "in");
            acquire(a, "two", "X", 2 * IDLE.toMillis(), "waits");
            release(a, "one");
            releaseIfIn(a, "two");
          };
      case HAND_OVER_TOO_EARLY ->
          (a, _) -> {
            acquire(a, "one", "X", LONG, "in");
            acquire(a, "two", "X", 500, "waits");
            releaseIfIn(a, "two");
            release(a, "one");
          };
      case READER_PAST_WRITER -> (a, b) -> besideAWriter(a, b, "S");
      case OTHER_PROCESSES_FORGOTTEN -> (a, b) -> besideAWriter(a, b, "X");
      case RELEASE_UNCHECKED ->
          (a, b) -> {
            acquire(a, "one", "X", LONG, "in");
            release(a, "one");
            acquire(a, "two", "X", LONG, "in");
            release(a, "one"); // again
            acquireWithin(b, "three", "X");
            release(a, "two");
          };
      case TOKEN_NOT_ADVANCED, NONE ->
          (a, b) -> {
            acquire(a, "one", "X", LONG, "in");
            release(a, "one");
            acquire(b, "two", "X", LONG, "in");
            release(b, "two");
          };
    };
  }

  private static void besideAWriter(ForkedJvm a, ForkedJvm b, String mode)
      throws InterruptedException {
    acquire(a, "one", "X", LONG, "in");
    acquireWithin(b, "two", mode);
    release(a, "one");
  }

  /** Tries for a moment, and leaves again if it was let in. */
  private static void acquireWithin(ForkedJvm process, String id, String mode)
      throws InterruptedException {
    process.send("acquire %s %s 200".formatted(id, mode));
    releaseIfIn(process, id);
  }

  private static void acquire(ForkedJvm process, String id, String mode, long wait, String answer)
      throws InterruptedException {
    process.send("acquire %s %s %d".formatted(id, mode, wait));
    process.await(id + " " + answer);
  }

  private static void releaseIfIn(ForkedJvm process, String id) throws InterruptedException {
    String answer = process.await(id + " ");
    while (answer.endsWith("waits")) {
      answer = process.await(id + " ");
    }
    if (answer.endsWith("in")) {
      release(process, id);
    }
  }

  private static void release(ForkedJvm process, String id) throws InterruptedException {
    process.send("release " + id);
    process.await(id + " released");
  }

  private List<String> judge(String kind, Schedule schedule)
      throws IOException, InterruptedException {
    logs.clear();
    try (ForkedJvm a = start(kind);
        ForkedJvm b = start(kind)) {
      schedule.run(a, b);
    }
    List<Section> sections = new ArrayList<>();
    List<Wait> givenUp = new ArrayList<>();
    for (Path log : logs) {
      if (log.toFile().exists()) {
        sections.addAll(SectionLog.read(log, OptionalLong.empty()));
        givenUp.addAll(SectionLog.readGivenUp(log));
      }
    }
    List<String> violations = new ArrayList<>(Referee.violations(sections));
    violations.addAll(
        new WaitReferee(IDLE, Duration.ofSeconds(1), 1).violations(sections, givenUp));
    System.out.printf("%s: %s%n", kind, violations);
    return violations;
  }

  private ForkedJvm start(String kind) throws IOException {
    Path log = directory.resolve("log-%s-%d".formatted(kind, logs.size()));
    logs.add(log);
    return ForkedJvm.of(ControlWorker.class)
        .arguments(kind, directory.resolve("lock-" + kind), log)
        .start();
  }
}
