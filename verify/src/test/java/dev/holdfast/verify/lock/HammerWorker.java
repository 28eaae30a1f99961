package dev.holdfast.verify.lock;

import static java.util.Objects.requireNonNull;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.testkit.referee.SectionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process for {@link Overtaking}: asks for one lock again as soon as it has released it, or takes
 * it once when it is told. Arguments: lock directory, log.
 */
final class HammerWorker {
  private static final long HOLD_NANOS = 1_000_000;

  private final LockManager manager;
  private final SectionLog log;
  private @Nullable LockHandle handle;
  private long section;
  private volatile boolean over;

  private HammerWorker(LockManager manager, SectionLog log) {
    this.manager = manager;
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    Parent.obey(
        new HammerWorker(
                LockManager.open(Path.of(arguments[0])), new SectionLog(Path.of(arguments[1])))
            ::obey);
  }

  private void obey(List<String> words) throws IOException, InterruptedException {
    switch (words.getFirst()) {
      case "hammer" -> Thread.ofPlatform().start(this::hammer);
      case "rest" -> over = true;
      case "acquire" -> {
        enter();
        Parent.say("in");
      }
      case "release" -> {
        leave();
        Parent.say("out");
      }
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  private void hammer() {
    try {
      while (!over) {
        enter();
        LockSupport.parkNanos(HOLD_NANOS);
        leave();
      }
      Parent.say("rests");
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(4);
    }
  }

  private void enter() throws IOException, InterruptedException {
    long requested = System.nanoTime();
    handle =
        manager.acquire(
            LockRequest.exclusive(Overtaking.NAME).waitAtMost(ForkedJvm.PATIENCE.multipliedBy(2)));
    section = log.enter(Overtaking.NAME, true, handle.token(), requested);
  }

  private void leave() throws IOException {
    log.leave(section);
    requireNonNull(handle).close();
  }
}
