package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.MountedDisk;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real power cuts while a process imports and restores: after the restart the folder is what the
 * last reported change made it, or the one that was under way, whole.
 *
 * <p>{@code -Dholdfast.powercuts} sets fifteen times as many.
 */
@Timeout(900)
class PersonaPowerCutIT {

  private static final int MAX_DELAY_NANOS = 200_000_000;

  private final int cuts = Math.max(1, Integer.getInteger("holdfast.powercuts", 60) / 15);

  @TempDir Path parent;

  @Test
  void importsAndRestores_surviveAPowerCut_allOrNothing() throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.println("PersonaPowerCutIT: -Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    OneProcess process = new OneProcess(Model.EMPTY);
    try (MountedDisk disk = MountedDisk.ext4(parent, 64)) {
      Path folder = PersonaWorker.prepare(disk.root());
      Path locks = parent.resolve("locks");
      Judge judge = new Judge(locks, folder);
      disk.restart(); // which writes it all to the disk
      for (int cut = 0; cut < cuts; cut++) {
        try (ForkedJvm worker =
            ForkedJvm.of(PersonaWorker.class)
                .arguments(locks, folder, "c" + cut, Flaw.NONE)
                .start()) {
          String _ = worker.await("ready");
          worker.send("bundles " + random.nextLong());
          String _ = worker.await("end"); // one is reported
          LockSupport.parkNanos(random.nextInt(MAX_DELAY_NANOS));
          long cutNanos = System.nanoTime();
          disk.cutPower();
          worker.kill();
          Set<String> allowed = process.allowed(worker.allOutput(), cutNanos);
          disk.restart();
          String found = judge.look();
          assertThat(found).as("cut %d", cut).isIn(allowed);
          process.continueWith(found);
        }
      }
      judge.requireNothingLeft();
    }
    System.out.printf("%d cuts, %d changes reported%n", cuts, process.reported());
    assertThat(process.reported()).isGreaterThanOrEqualTo(cuts);
  }
}
