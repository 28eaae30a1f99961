package dev.holdfast.verify.lock;

import static java.util.Objects.requireNonNull;

import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockManagerClosedException;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A process that takes and gives back locks as it is told. The other side is {@link LockPeer}. */
final class LockWorker {

  /** Set by the first command, and anew when the process serves the next test. */
  private @Nullable LockManager manager;

  private final Map<String, LockHandle> handles = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> goOn = new ConcurrentHashMap<>();

  private LockWorker() {}

  public static void main(String[] arguments) {
    Parent.obey(new LockWorker()::obey);
  }

  private void obey(List<String> words) throws IOException {
    String id = words.get(1);
    switch (words.getFirst()) {
      case "open" -> open(id, Path.of(words.get(2)), Provider.valueOf(words.get(3)));
      case "leave" -> leave(id);
      case "acquire" -> acquire(id, words);
      case "interrupt" -> requireNonNull(threads.get(id)).interrupt();
      case "first-of-two" -> firstOfTwo(id, words);
      case "second" -> requireNonNull(goOn.get(id)).countDown();
      case "use" -> use(id, LockRequest.exclusive(words.get(2)));
      case "rest" -> rest(id);
      case "held" -> Parent.say(id + " held " + handle(id).isHeld());
      case "release" -> {
        handle(id).close();
        Parent.say(id + " released");
      }
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  /** One thread acquires a lock and, when it is told to, another one. */
  private void firstOfTwo(String id, List<String> words) {
    LockRequest first = LockRequest.exclusive(words.get(2)).purpose("first");
    LockRequest second =
        LockRequest.exclusive(words.get(4)).waitAtMost(ForkedJvm.PATIENCE).purpose("second");
    CountDownLatch told = new CountDownLatch(1);
    goOn.put(id, told);
    Thread.ofPlatform()
        .name(id)
        .start(
            () -> {
              Parent.say(outcome(id, first));
              try {
                told.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              Parent.say(outcome(words.get(3), second));
            });
  }

  /** Takes and releases a lock again and again, until told to rest. */
  private void use(String id, LockRequest request) {
    Thread thread =
        Thread.ofPlatform()
            .name(id)
            .start(
                () -> {
                  try {
                    while (!Thread.interrupted()) {
                      requireNonNull(manager).acquire(request).close();
                    }
                  } catch (InterruptedException e) {
                    // told to rest while it waited
                  }
                });
    threads.put(id, thread);
    Parent.say(id + " uses");
  }

  private void rest(String id) {
    Thread thread = requireNonNull(threads.get(id));
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Parent.say(id + " rests");
  }

  private void leave(String id) {
    if (manager != null) {
      manager.close();
    }
    handles.values().forEach(LockHandle::close);
    handles.clear();
    Parent.say(id + " left");
  }

  private void open(String id, Path directory, Provider provider) throws IOException {
    provider.choose();
    manager = LockManager.open(directory);
    Parent.say(id + " opened");
  }

  private LockHandle handle(String id) {
    return requireNonNull(handles.get(id), id);
  }

  private void acquire(String id, List<String> words) {
    LockMode mode = LockMode.valueOf(words.get(2));
    LockRequest request =
        (mode == LockMode.SHARED
                ? LockRequest.shared(words.get(3))
                : LockRequest.exclusive(words.get(3)))
            .waitAtMost(Duration.ofMillis(Long.parseLong(words.get(4))))
            .purpose(words.get(5));
    Thread thread = Thread.ofPlatform().name(id).unstarted(() -> Parent.say(outcome(id, request)));
    threads.put(id, thread);
    thread.start();
  }

  private String outcome(String id, LockRequest request) {
    long start = System.nanoTime();
    try {
      LockHandle handle = requireNonNull(manager).acquire(request);
      long now = System.nanoTime();
      handles.put(id, handle);
      return "%s granted %d %s %d".formatted(id, handle.token(), handle.previousOwnerDied(), now);
    } catch (LockTimeoutException e) {
      return "%s timeout %d %s".formatted(id, System.nanoTime() - start, e.getMessage());
    } catch (InterruptedException e) {
      return id + " interrupted";
    } catch (LockManagerClosedException e) {
      return id + " refused: closed";
    } catch (LockException e) {
      return id + " failed " + e.getMessage();
    }
  }
}
