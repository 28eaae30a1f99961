package dev.holdfast.verify.lock;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.referee.Section;
import dev.holdfast.testkit.referee.SectionLog;
import dev.holdfast.testkit.referee.Wait;
import dev.holdfast.testkit.referee.WaitReferee;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Two processes that ask for a lock again as soon as they have released it, a third one that wants
 * it now and then, and how often they get past it while others can see that it waits.
 */
public final class Overtaking implements AutoCloseable {

  static final String NAME = "wanted";

  private static final int HAMMERS = 2;

  /** So many waits are judged; some end before they are seen. */
  private static final int JUDGED = 20;

  private static final int MOST_ROUNDS = 50 * JUDGED;

  /**
   * In so many rounds the waiter may be put aside by the scheduler between showing its wish and
   * saying that there is one.
   */
  private static final int UNLUCKY = 2;

  /** As decision 0007 says; the other bounds are not used. */
  private static final WaitReferee REFEREE =
      new WaitReferee(ForkedJvm.PATIENCE, ForkedJvm.PATIENCE, Duration.ofMillis(50));

  private final Path directory;
  private final Path locks;
  private final UnaryOperator<ForkedJvm.Launch> options;
  private final List<ForkedJvm> processes = new ArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param directory for the locks and the logs
   * @param options those of the JVMs
   */
  public Overtaking(Path directory, UnaryOperator<ForkedJvm.Launch> options) {
    this.directory = directory;
    this.locks = directory.resolve("locks");
    this.options = options;
  }

  /** Runs once; what the referee says to it, if that is more than bad luck. */
  public List<String> violations() throws IOException, InterruptedException {
    ForkedJvm waiter = start();
    for (int i = 0; i < HAMMERS; i++) {
      start().send("hammer");
    }
    List<ForkedJvm> hammers = processes.subList(1, processes.size());
    Map<Integer, Long> publishedNanos = new TreeMap<>();
    try (LockManager observer = LockManager.open(locks)) {
      for (int round = 0; publishedNanos.size() < JUDGED && round < MOST_ROUNDS; round++) {
        waiter.send("acquire");
        OptionalLong seen = awaitSight(observer, waiter);
        if (seen.isPresent()) {
          publishedNanos.put(round, seen.getAsLong());
        }
        waiter.await("in");
        waiter.send("release");
        waiter.await("out");
      }
    }
    for (ForkedJvm hammer : hammers) {
      hammer.send("rest");
      hammer.await("rests");
    }
    return judge(publishedNanos);
  }

  private ForkedJvm start() throws IOException {
    ForkedJvm process =
        options
            .apply(ForkedJvm.of(HammerWorker.class))
            .arguments(locks, log(processes.size()))
            .start();
    processes.add(process);
    return process;
  }

  private Path log(int place) {
    return directory.resolve("log-" + place);
  }

  /** A time when the process was seen to wait; none if it has the lock before that. */
  private static OptionalLong awaitSight(LockManager observer, ForkedJvm waiter) {
    long pid = waiter.pid();
    while (waiter.isAlive()) {
      List<LockInfo> seen = observer.inspect();
      if (seen.stream().flatMap(info -> info.waiters().stream()).anyMatch(p -> p.pid() == pid)) {
        return OptionalLong.of(System.nanoTime());
      }
      if (seen.stream().flatMap(info -> info.holders().stream()).anyMatch(p -> p.pid() == pid)) {
        return OptionalLong.empty();
      }
    }
    throw new AssertionError("the waiter ended: " + waiter.errors());
  }

  private List<String> judge(Map<Integer, Long> publishedNanos) throws IOException {
    List<Section> ofWaiter = SectionLog.read(log(0), OptionalLong.empty());
    List<Section> all = new ArrayList<>(ofWaiter);
    for (int i = 1; i <= HAMMERS; i++) {
      all.addAll(SectionLog.read(log(i), OptionalLong.empty()));
    }
    List<String> found = new ArrayList<>();
    int condemned = 0;
    for (int round : publishedNanos.keySet()) {
      Wait wait = Wait.of(ofWaiter.get(round));
      List<String> ofRound = REFEREE.overtakings(wait, publishedNanos.get(round), all);
      condemned += ofRound.isEmpty() ? 0 : 1;
      found.addAll(ofRound);
    }
    System.out.printf(
        "seen to wait %d times in %d rounds, overtaken too often in %d; %d sections%n",
        publishedNanos.size(), ofWaiter.size(), condemned, all.size());
    if (publishedNanos.size() < JUDGED) {
      throw new AssertionError("seen to wait only %d times".formatted(publishedNanos.size()));
    }
    return condemned > UNLUCKY ? found : List.of();
  }

  @Override
  public void close() {
    processes.forEach(ForkedJvm::close);
  }
}
