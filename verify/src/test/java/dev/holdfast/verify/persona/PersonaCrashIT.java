package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed while it imports and restores, at random moments and before system calls of
 * one import: for who opens the folder next all of it was done, or nothing.
 *
 * <p>{@code -Dholdfast.persona.calls=all} kills before every call that changes a file, not only
 * before the renames; {@code -Dholdfast.persona.kills} sets how often it is killed at random.
 */
@Timeout(900)
class PersonaCrashIT {

  private static final List<String> RENAMES = List.of("?rename,?renameat,?renameat2");

  private static final List<String> ALL =
      List.of(
          "?rename,?renameat,?renameat2",
          "?mkdir,?mkdirat",
          "write,pwrite64",
          "fsync,fdatasync",
          "?link,?linkat",
          "?unlink,?unlinkat",
          "?rmdir");

  private static final int MAX_DELAY_NANOS = 300_000_000;

  @TempDir Path parent;
  private Path folder;
  private Path locks;
  private Judge judge;

  @BeforeEach
  void prepare() throws Exception {
    folder = PersonaWorker.prepare(parent);
    locks = parent.resolve("locks");
    judge = new Judge(locks, folder);
  }

  private ForkedJvm start(String name) throws Exception {
    return ForkedJvm.of(PersonaWorker.class).arguments(locks, folder, name, Flaw.NONE).start();
  }

  @Test
  void kill_atRandomMoments_leavesAllOrNothing() throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.println("PersonaCrashIT: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    int kills = Integer.getInteger("holdfast.persona.kills", 8);
    OneProcess process = new OneProcess(Model.EMPTY);
    for (int kill = 0; kill < kills; kill++) {
      try (ForkedJvm victim = start("k" + kill)) {
        String _ = victim.await("ready");
        victim.send("bundles " + random.nextLong());
        String _ = victim.await(random.nextBoolean() ? "start" : "end");
        LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS));
        victim.kill();
        Set<String> allowed = process.allowed(victim.allOutput(), Long.MAX_VALUE);
        String found = judge.look();
        assertThat(found).as("kill %d", kill).isIn(allowed);
        process.continueWith(found);
      }
    }
    System.out.printf("%d kills, %d changes reported%n", kills, process.reported());
    judge.requireNothingLeft();
  }

  @Test
  void kill_atSystemCallsOfAnImport_leavesAllOrNothing() throws Exception {
    Tracer.assumePossible();
    boolean all = System.getProperty("holdfast.persona.calls", "").equals("all");
    Set<String> states = new TreeSet<>();
    int kills = 0;
    for (String calls : all ? ALL : RENAMES) {
      for (int n = 1; isKilledAt(calls, n, states); n++) {
        kills++;
      }
    }
    System.out.printf("killed before %d calls%n", kills);
    assertThat(states).containsExactlyInAnyOrder("before", "after");
  }

  private boolean isKilledAt(String calls, int n, Set<String> states) throws Exception {
    String slugs = String.join(",", PersonaWorker.SLUGS);
    Model before = Model.EMPTY.apply(Action.of(Action.Kind.RESTORE, "old", slugs), "").after();
    Action change = Action.of(Action.Kind.IMPORT, "OVERWRITE", "new", slugs);
    try (ForkedJvm process = start("traced")) {
      String thread = process.await("ready").split(" ", -1)[2];
      process.send("RESTORE old " + slugs);
      String _ = process.await("end");
      process.send("IMPORT OVERWRITE warm " + slugs); // so that only the work itself is left
      String _ = process.await("end");
      process.send("RESTORE old " + slugs);
      String _ = process.await("end");
      boolean killed;
      try (Tracer _ = Tracer.attach(thread, calls, "signal=SIGKILL:when=" + n)) {
        process.send(change.toString());
        killed = isKilled(process);
      }
      String found = judge.look();
      assertThat(found)
          .as("%s %d", calls, n)
          .isIn(before.all(), before.apply(change, "").after().all());
      states.add(found.equals(before.all()) ? "before" : "after");
      judge.requireNothingLeft();
      return killed;
    }
  }

  private static boolean isKilled(ForkedJvm process) throws InterruptedException {
    try {
      String _ = process.await("end");
      return false;
    } catch (AssertionError e) {
      assertThat(process.awaitExit()).isEqualTo(128 + 9);
      return true;
    }
  }
}
