package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Four server processes edit and create on one folder, one of them is killed with SIGKILL: at a
 * random moment, or in the middle of a write.
 *
 * <p>{@code -Dholdfast.e2e.seed=N} repeats the random choices of a run.
 */
@Timeout(300)
class KilledServerIT {

  private static final int ROUNDS = Integer.getInteger("holdfast.e2e.rounds", 20);
  private static final int SURVIVORS = 3;
  private static final int LEAST_EDITS_AFTER = 3;
  private static final int MOST_MICROSECONDS = 6_000;
  private static final Pattern TEMPORARY = Pattern.compile("\\.holdfast-.*\\.tmp");

  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @Test
  void kill_atARandomMoment_losesNothingAndLeavesNothing() throws Exception {
    long seed = Long.getLong("holdfast.e2e.seed", System.nanoTime());
    System.out.println("KilledServerIT: -Dholdfast.e2e.seed=" + seed);
    Random random = new Random(seed);
    List<Client> survivors = servers.start(ClientKind.JAVA, folder, SURVIVORS);
    Client.await(survivors.getFirst().create("Target", "The text.\n")).orFail();
    Map<String, String> created = new HashMap<>();
    int littered = 0;

    for (int round = 0; round < ROUNDS; round++) {
      // The start of this server cleans up after the one that was killed in the round before.
      RawClient victim = servers.startRaw(folder);
      assertThat(ParsedPersona.leftovers(folder))
          .as("left after the start, round %s", round)
          .isEmpty();

      Round kill = Round.random(round, random);
      String about = "seed %d, %s".formatted(seed, kill);
      run(kill, survivors, victim, created);

      littered += ParsedPersona.leftovers(folder).isEmpty() ? 0 : 1;
      assertNoLockIsLeft(about);
      assertEverythingAcknowledgedIsThere(about, created);
    }
    assertThat(lockedByAnyone()).as("holdfast locks, seed %s", seed).isEmpty();
    servers.startRaw(folder);
    assertThat(ParsedPersona.leftovers(folder)).as("left after the last start").isEmpty();
    System.out.printf(
        "KilledServerIT: %d rounds, %d edits and %d creates kept, %d kills left a temporary file to"
            + " the next start%n",
        ROUNDS, acknowledged.get(), created.size(), littered);
  }

  /**
   * How one round kills: after so many answers and so long, or the next time that a temporary file
   * of the victim is seen after so many answers.
   */
  private record Round(int number, boolean inAWrite, int answers, int microseconds) {
    static Round random(int number, Random random) {
      return new Round(
          number, random.nextBoolean(), 2 + random.nextInt(8), random.nextInt(MOST_MICROSECONDS));
    }
  }

  private void run(
      Round round, List<Client> survivors, RawClient victim, Map<String, String> created) {
    CountDownLatch due = new CountDownLatch(round.answers());
    List<Supplier<Integer>> work = new ArrayList<>();
    for (Client survivor : survivors) {
      work.add(() -> workBesideTheVictim(round, survivor, victim));
    }
    work.add(() -> workUntilKilled(round, victim, created, due));
    work.add(
        () -> {
          kill(round, victim, due);
          return 0;
        });
    Together.run(work);
  }

  /** In a round that kills on sight of a temporary file only the victim writes until then. */
  private int workBesideTheVictim(Round round, Client survivor, RawClient victim) {
    if (round.inAWrite()) {
      victim.server().handle().onExit().join();
    }
    int edits = 0;
    for (int after = 0; after < LEAST_EDITS_AFTER; edits++) {
      after += victim.server().handle().isAlive() ? 0 : 1;
      sent.incrementAndGet();
      Client.await(survivor.edit("Target", "description", "Edit " + edits)).orFail();
      acknowledged.incrementAndGet();
    }
    return edits;
  }

  /** Edits and creates by turns until the server is gone. What it has not answered may be there. */
  private int workUntilKilled(
      Round round, RawClient victim, Map<String, String> created, CountDownLatch due) {
    for (int answers = 0; ; answers++) {
      try {
        sent.incrementAndGet();
        Client.await(victim.edit("Target", "description", "Last edit " + answers)).orFail();
        acknowledged.incrementAndGet();
        due.countDown();
        String name = "Round %d number %d".formatted(round.number(), answers);
        Client.await(victim.create(name, "Text of " + name)).orFail();
        created.put(name, "Text of " + name);
        due.countDown();
      } catch (IllegalStateException e) {
        assertThat(e).hasRootCauseInstanceOf(ServerGoneException.class);
        return answers;
      }
    }
  }

  private void kill(Round round, RawClient victim, CountDownLatch due) {
    try {
      assertThat(due.await(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS))
          .as("the victim works")
          .isTrue();
      if (round.inAWrite()) {
        // Spinning: a temporary file lives for less than a millisecond.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (temporaries().isEmpty() && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      } else {
        TimeUnit.MICROSECONDS.sleep(round.microseconds());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the round was broken off", e);
    } finally {
      victim.server().kill();
    }
  }

  private List<Path> temporaries() throws IOException {
    return ParsedPersona.leftovers(folder).stream()
        .filter(path -> TEMPORARY.matcher(path.getFileName() + "").matches())
        .toList();
  }

  private void assertNoLockIsLeft(String about) throws IOException {
    try (FileLockManager locks = FileLockManager.open(folder.resolve(".holdfast"))) {
      for (String resource : List.of("personas", "persona:target")) {
        Optional<LockHandle> handle = locks.tryAcquire(LockRequest.exclusive(resource));
        assertThat(handle).as("%s is free, %s", resource, about).isPresent();
        handle.ifPresent(LockHandle::close);
      }
      assertThat(locks.inspect()).as("locks, %s", about).isEmpty();
    }
  }

  private void assertEverythingAcknowledgedIsThere(String about, Map<String, String> created)
      throws IOException {
    ParsedPersona target = ParsedPersona.read(folder.resolve("target.md"));
    assertThat(target.minor())
        .as("edits kept, %s", about)
        .isBetween(acknowledged.get(), sent.get());
    assertThat(target.body()).endsWith("The text.\n");
    // Each process had one call in flight at most, and only the killed one's were not answered.
    acknowledged.set(target.minor());
    sent.set(target.minor());

    Map<String, String> bodies =
        ParsedPersona.files(folder).stream()
            .map(KilledServerIT::read)
            .collect(Collectors.toMap(file -> file.field("name"), ParsedPersona::body));
    assertThat(bodies.keySet()).as("created, %s", about).containsAll(created.keySet());
    created.forEach((name, text) -> assertThat(bodies.get(name)).as(name).endsWith(text));
  }

  private static ParsedPersona read(Path file) {
    try {
      return ParsedPersona.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode lockedByAnyone() {
    Launcher.Ended ended = Launcher.run("locks", "--json", "--dir", folder.toString());
    assertThat(ended.exitCode()).as("holdfast locks: %s", ended.err()).isZero();
    return WireOutput.JSON.readTree(ended.out());
  }
}
