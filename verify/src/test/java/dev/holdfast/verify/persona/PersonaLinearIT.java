package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.verify.persona.PersonaProcesses.Worker;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes create, edit, rename, delete, undo, import, restore and read the same few personas, and
 * some are killed meanwhile. Everything that they were told fits an order in which one was done
 * after the other, imports and restores whole; the history of the store is that order; nothing is
 * torn, and nothing is left behind.
 *
 * <p>{@code -Dholdfast.persona.rounds} sets how often; {@code -Dholdfast.seed} repeats the choices.
 */
@Timeout(600)
class PersonaLinearIT {

  private static final int PROCESSES = 3;
  private static final int ACTIONS = 12;
  private static final int ROUNDS_TO_CONDEMN = 3;
  private static final int ATTEMPTS_TO_CONDEMN = 5;
  private static final long ABOUT_NANOS = 200_000_000;

  private final int rounds = Integer.getInteger("holdfast.persona.rounds", 6);
  private final long seed = Long.getLong("holdfast.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path parent;

  @Test
  void whatManyProcessesDo_fitsAnOrder_alsoIfSomeAreKilled() throws Exception {
    Path folder = PersonaWorker.prepare(parent);
    List<Done> history = run(folder, Flaw.NONE, rounds);
    List<OrderChecker.Witness> witnesses = requireOrder(history);
    System.out.printf(
        "%d actions, %d of killed processes; %d possible ends%n",
        history.size(), history.stream().filter(Done::isUnknown).count(), witnesses.size());
    new Judge(parent.resolve("locks"), folder).requireNothingLeft();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aStoreWithAFlaw_isCondemned(Flaw flaw) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS_TO_CONDEMN; attempt++) {
      Path folder = PersonaWorker.prepare(Files.createTempDirectory(parent, "run-"));
      List<Done> history = run(folder, flaw, ROUNDS_TO_CONDEMN);
      try {
        List<OrderChecker.Witness> _ = requireOrder(history);
      } catch (AssertionError e) {
        System.out.printf("%s: %s%n", flaw, e.getMessage());
        return;
      }
    }
    fail("%s was not condemned", flaw);
  }

  private List<Done> run(Path folder, Flaw flaw, int times) throws Exception {
    System.out.printf("PersonaLinearIT, %s: -Dholdfast.seed=%d%n", flaw, seed);
    try (PersonaProcesses processes = new PersonaProcesses(parent.resolve("locks"), folder, flaw)) {
      for (Worker worker : processes.start(PROCESSES)) {
        String _ = worker.process().await("ready");
      }
      for (int round = 0; round < times; round++) {
        for (Worker worker : processes.living()) {
          tell(worker);
        }
        if (flaw == Flaw.NONE) {
          Worker victim = processes.living().getFirst();
          String _ = victim.process().await("start");
          LockSupport.parkNanos(random.nextLong(60_000_000));
          tell(processes.replace(victim));
        }
        for (Worker worker : processes.living()) {
          String _ = worker.process().await("idle");
        }
        // Alone: between two rounds there is one state.
        Worker reader = processes.living().getLast();
        reader.process().send("READ_ALL");
        PersonaWorker.SLUGS.forEach(slug -> reader.process().send("HISTORY " + slug));
        reader.process().send("random 0 0");
        String _ = reader.process().await("idle");
      }
      return processes.end();
    }
  }

  private void tell(Worker worker) {
    worker.process().send("random %d %d".formatted(random.nextLong(), ACTIONS));
  }

  /** Reads of one persona take no lock: each is looked at by itself, after the order is known. */
  private static List<OrderChecker.Witness> requireOrder(List<Done> history) {
    Predicate<Done> isRead = one -> one.action().kind() == Action.Kind.GET;
    List<OrderChecker.Witness> witnesses =
        OrderChecker.check(history.stream().filter(isRead.negate()).toList());
    List<Stands> stands = witnesses.stream().map(witness -> Stands.of(witness.order())).toList();
    for (Done read : history.stream().filter(isRead).filter(one -> !one.isUnknown()).toList()) {
      assertThat(stands.stream().anyMatch(each -> each.couldBeRead(read)))
          .as("%s was there; about then: %s", read, about(read, history))
          .isTrue();
    }
    return witnesses;
  }

  /** What else was done about then. */
  private static List<Done> about(Done read, List<Done> history) {
    return history.stream()
        .filter(one -> Math.abs(one.endNanos() - read.startNanos()) < ABOUT_NANOS)
        .sorted(Comparator.comparingLong(Done::endNanos))
        .toList();
  }
}
