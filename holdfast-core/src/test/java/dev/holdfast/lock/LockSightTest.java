package dev.holdfast.lock;

import static dev.holdfast.lock.LockRequest.exclusive;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.event.LockEvent;
import dev.holdfast.event.LockListener;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockSightTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  private final DefaultLockManager locks = new DefaultLockManager(new InProcessDomain());
  private final List<LockEvent> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    locks.close();
  }

  /** Lets one request wait for another, and one time out. */
  private void waitAndTimeOut() throws Exception {
    LockHandle held = locks.acquire(exclusive("kind:a").purpose("first").detached());
    assertThatThrownBy(() -> locks.acquire(exclusive("kind:a").waitAtMost(Duration.ofMillis(1))))
        .isInstanceOf(LockTimeoutException.class);
    FutureTask<LockHandle> waiter =
        new FutureTask<>(() -> locks.acquire(exclusive("kind:a").waitAtMost(LONG)));
    Thread.ofVirtual().start(waiter);
    await().until(() -> locks.metrics().waiting() == 1);
    held.close();
    waiter.get(50, TimeUnit.SECONDS).close();
  }

  private Grant grantAfterDeath(LockRequest request) {
    ResourceQueue queue = new ResourceQueue(request.resource(), new InProcessDomain());
    return new Grant(queue, locks, request, new OuterLock.Taken(7, true), 0);
  }

  @Test
  void aListener_isToldWhatHappens() throws Exception {
    LockListener.Registration registration = locks.addListener(events::add);
    waitAndTimeOut();
    assertThat(events.get(0))
        .isEqualTo(new LockEvent.Acquired("kind:a", true, 1, Duration.ZERO, false));
    assertThat(events.get(1)).isEqualTo(new LockEvent.Waiting("kind:a", true));
    assertThat(events.get(2))
        .isInstanceOfSatisfying(
            LockEvent.TimedOut.class,
            event ->
                assertThat(event.holders())
                    .singleElement()
                    .extracting(LockEvent.Holder::purpose)
                    .isEqualTo("first"));
    assertThat(events.get(3)).isEqualTo(new LockEvent.Waiting("kind:a", true));
    assertThat(events.subList(4, events.size()))
        .filteredOn(LockEvent.Acquired.class::isInstance)
        .singleElement()
        .extracting(event -> ((LockEvent.Acquired) event).waited())
        .isNotEqualTo(Duration.ZERO);
    assertThat(events).filteredOn(LockEvent.Released.class::isInstance).hasSize(2);
    assertThat(events).hasSize(7);
    registration.close();
    registration.close();
    locks.acquire(exclusive("kind:a")).close();
    assertThat(events).hasSize(7);
  }

  @Test
  void anInterrupt_isTold() {
    locks.addListener(events::add);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> locks.acquire(exclusive("a")))
        .isInstanceOf(InterruptedException.class);
    assertThat(events).containsExactly(new LockEvent.Interrupted("a", true));
  }

  @Test
  void aListener_isCalledWithNoMonitorHeld_soItMayUseTheManager() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    locks.addListener(
        event -> {
          // Another thread needs every monitor of the resource: it must get them meanwhile.
          FutureTask<List<LockInfo>> look = new FutureTask<>(locks::inspect);
          Thread.ofVirtual().start(look);
          try {
            boolean held = !look.get(20, TimeUnit.SECONDS).isEmpty();
            assertThat(held).isEqualTo(event instanceof LockEvent.Acquired);
            seen.incrementAndGet();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    locks.acquire(exclusive("a")).close();
    assertThat(seen).hasValue(2);
  }

  @Test
  void aListenerThatThrows_breaksNothing_andTheOthersAreTold() throws Exception {
    locks.addListener(
        event -> {
          throw new AssertionError("thrown on purpose by a test");
        });
    locks.addListener(events::add);
    locks.acquire(exclusive("a")).close();
    locks.acquire(exclusive("a").waitAtMost(Duration.ZERO)).close();
    assertThat(events).hasSize(4);
    assertThat(locks.metrics().held()).isZero();
  }

  @Test
  void theRest_isTold() {
    LockSight sight = new LockSight();
    sight.listeners.add(events::add);
    Grant grant = grantAfterDeath(exclusive("a"));
    sight.granted(grant, 5);
    sight.deadlocked(exclusive("a"), "a > b > a");
    sight.overrun(grant, LONG);
    sight.fenced(grant);
    assertThat(events)
        .containsExactly(
            new LockEvent.Acquired("a", true, 7, Duration.ofNanos(5), true),
            new LockEvent.TakenOver("a", 7),
            new LockEvent.Deadlocked("a", "a > b > a"),
            new LockEvent.HoldOverrun("a", 7, LONG),
            new LockEvent.Fenced("a", 7));
  }

  @Test
  void theFlightRecorder_seesEachEvent_withTheSettingsFileOfTheJar(@TempDir Path folder)
      throws Exception {
    Configuration settings;
    try (InputStreamReader reader =
        new InputStreamReader(
            requireNonNull(LockManager.class.getResourceAsStream("/dev/holdfast/holdfast.jfc")),
            UTF_8)) {
      settings = Configuration.create(reader);
    }
    Path file = folder.resolve("locks.jfr");
    try (Recording recording = new Recording(settings)) {
      recording.enable("dev.holdfast.LockWait").withoutThreshold();
      recording.enable("dev.holdfast.LockHold").withoutThreshold();
      recording.start();
      waitAndTimeOut();
      LockSight sight = new LockSight();
      sight.granted(grantAfterDeath(exclusive("kind:dead")), 0);
      sight.deadlocked(exclusive("kind:b"), "b > c > b");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> found = RecordingFile.readAllEvents(file);
    assertThat(found).allMatch(event -> event.getEventType().getName().contains("holdfast"));
    assertThat(of(found, "LockWait"))
        .extracting(event -> event.getBoolean("granted"))
        .containsExactlyInAnyOrder(false, true);
    assertThat(of(found, "LockHold")).hasSize(2);
    assertThat(of(found, "LockTimeout").getFirst().getString("holders")).contains("first");
    assertThat(of(found, "LockTimeout").getFirst().getDuration("waited")).isPositive();
    assertThat(of(found, "LockTakeover").getFirst().getLong("token")).isEqualTo(7);
    assertThat(of(found, "LockDeadlock").getFirst().getString("circle")).isEqualTo("b > c > b");
    assertThat(found)
        .allSatisfy(
            event -> {
              assertThat(event.getString("resource")).startsWith("kind:");
              assertThat(event.getString("kind")).isEqualTo("kind");
              assertThat(event.getString("mode")).isEqualTo("EXCLUSIVE");
            });
  }

  private static List<RecordedEvent> of(List<RecordedEvent> all, String name) {
    List<RecordedEvent> found =
        all.stream()
            .filter(event -> event.getEventType().getName().equals("dev.holdfast." + name))
            .toList();
    assertThat(found).as(name).isNotEmpty();
    return found;
  }
}
