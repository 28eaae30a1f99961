package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is killed before each single system call of a change: before the commit the old content
 * is there whole, after it the new one, and a sweep removes what else it left.
 *
 * <p>One process dies for all calls: it makes the same change on as many threads, each of which is
 * held at the beginning of another call until all are, and then the process is killed.
 */
class CrashIT {

  private static final int MAX_ROUNDS = 5;
  private static final Duration POLL = Duration.ofMillis(5);

  @TempDir Path parent;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());
  private final Set<Long> states = new TreeSet<>();
  private final List<String> violations = new ArrayList<>();
  private int kills;
  private int swept;

  @BeforeEach
  void assumePossible() {
    Tracer.assumePossible();
  }

  @ParameterizedTest
  @EnumSource
  void kill_atEachSystemCall_leavesTheOldOrTheNewWhole(TracedChange change) throws Exception {
    killAtEachCallOf(change, WriterKind.HOLDFAST);

    System.out.printf("%s: killed at %d calls; %d temporary files swept%n", change, kills, swept);
    assertThat(violations).isEmpty();
    assertThat(states).containsExactlyInAnyOrder(change.before, change.after);
    assertThat(kills).isGreaterThan(change == TracedChange.DELETE ? 5 : 15);
    if (change != TracedChange.DELETE) {
      assertThat(swept).isPositive();
    }
  }

  /** The moment without the file that the platform's way to replace has. */
  @Test
  void kill_ofAWriterThatDeletesFirst_isCondemned() throws Exception {
    killAtEachCallOf(TracedChange.WRITE, WriterKind.REPLACE_EXISTING);

    assertThat(violations)
        .anySatisfy(said -> assertThat(said).startsWith("version -1").contains("rename("));
  }

  @Test
  void kill_ofAWriterInPlace_isCondemned() throws Exception {
    killAtEachCallOf(TracedChange.WRITE, WriterKind.IN_PLACE);

    assertThat(violations)
        .anySatisfy(said -> assertThat(said).startsWith("torn").contains("write("));
  }

  private void killAtEachCallOf(TracedChange change, WriterKind kind) throws Exception {
    List<Victim> rest = new ArrayList<>();
    try (TracedWriter writer = TracedWriter.start(parent, kind, 1).getFirst()) {
      boolean committed = false;
      for (SystemCall call : change.callsBy(writer, parent.resolve("traced"))) {
        rest.add(new Victim(change, call, committed ? change.after : change.before));
        committed |= call.changesNames();
      }
    }
    for (int round = 0; !rest.isEmpty(); round++) {
      // Now and then a call has another number, as when random bytes are read ahead.
      assertThat(round).as("rounds; not met were %s", rest).isLessThan(MAX_ROUNDS);
      rest = killOnce(rest, kind, "round" + round);
    }
  }

  /** Returns those that were not where they should die. */
  private List<Victim> killOnce(List<Victim> victims, WriterKind kind, String round)
      throws Exception {
    List<TracedWriter> writers = TracedWriter.start(parent, kind, victims.size());
    List<Victim> missed = new ArrayList<>(victims);
    try (TracedWriter any = writers.getFirst()) {
      try {
        for (int i = 0; i < victims.size(); i++) {
          victims.get(i).begin(writers.get(i), parent.resolve(round + "-" + i));
        }
        for (Victim victim : victims) {
          await()
              .pollDelay(Duration.ZERO)
              .pollInterval(POLL)
              .atMost(ForkedJvm.PATIENCE)
              .until(victim::isHeldOrDone);
          if (victim.isAtItsCall()) {
            missed.remove(victim);
          }
        }
      } finally {
        any.process().beginKill();
        for (Victim victim : victims) {
          victim.close(); // they keep the process from being gone
        }
      }
    }
    for (Victim victim : victims) {
      if (!missed.contains(victim)) {
        kills++;
        check(victim);
      }
    }
    return missed;
  }

  private void check(Victim victim) throws IOException {
    TracedChange change = victim.change;
    swept += files.sweep(change.workIn(victim.directory()));
    try {
      long found = change.versionIn(victim.directory());
      states.add(found);
      if (found != victim.expected) {
        violations.add(
            "version %d instead of %d, killed at %s".formatted(found, victim.expected, victim));
      }
    } catch (AssertionError e) {
      violations.add("%s, killed at %s".formatted(e.getMessage(), victim));
    }
    for (Path left : change.temporariesIn(victim.directory())) {
      violations.add("%s remains, killed at %s".formatted(left, victim));
    }
  }
}
