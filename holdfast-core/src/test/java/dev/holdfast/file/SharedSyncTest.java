package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedSyncTest {

  private final SharedSync shared = new SharedSync();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Integer> served = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  @AfterEach
  void end() {
    gate.countDown();
    threads.close();
    assertThat(shared.idle()).isTrue();
  }

  private Future<?> ask(SharedSync.Sync sync) {
    return threads.submit(
        () -> {
          shared.run(sync);
          return null;
        });
  }

  /** A sync that has begun and does not end before the gate opens. */
  private Future<?> longOne() throws InterruptedException {
    Future<?> first =
        ask(
            count -> {
              served.add(count);
              begun.countDown();
              awaitGate();
            });
    begun.await();
    return first;
  }

  private void awaitGate() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void oneAlone_waitsForNobody() throws Exception {
    shared.run(served::add);
    shared.run(served::add);
    assertThat(served).containsExactly(1, 1);
  }

  @Test
  void thoseWhoComeDuringASync_shareTheNextOne() throws Exception {
    Future<?> first = longOne();
    List<Future<?>> later = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      later.add(ask(served::add));
    }
    await().until(() -> shared.waiting() == 10);
    assertThat(later).noneMatch(Future::isDone); // the running one does not count for them

    gate.countDown();

    first.get();
    for (Future<?> each : later) {
      each.get();
    }
    assertThat(served).containsExactly(1, 10);
  }

  @Test
  void failure_isThatOfEverybodyWhoWasServed_andOfNobodyElse() throws Exception {
    Future<?> first = longOne();
    List<Future<?>> later = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      later.add(
          ask(
              count -> {
                throw new IOException("the disk is gone");
              }));
    }
    await().until(() -> shared.waiting() == 3);

    gate.countDown();

    first.get();
    for (Future<?> each : later) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class)
          .hasMessageContaining("the disk is gone");
    }
    shared.run(served::add);
    assertThat(served).containsExactly(1, 1);
  }

  @Test
  void interrupt_doesNotEndTheWait_andStays() throws Exception {
    Future<?> first = longOne();
    CountDownLatch interrupted = new CountDownLatch(1);
    Future<Boolean> later =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              interrupted.countDown();
              shared.run(served::add);
              return Thread.interrupted();
            });
    interrupted.await();
    await().until(() -> shared.waiting() == 1);

    gate.countDown();

    first.get();
    assertThat(later.get()).isTrue();
    assertThat(served).containsExactly(1, 1);
  }

  @Test
  void manyThreads_areAllServed() throws Exception {
    AtomicInteger changed = new AtomicInteger();
    AtomicInteger durable = new AtomicInteger();
    List<Future<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      writers.add(
          threads.submit(
              () -> {
                int mine = changed.incrementAndGet();
                shared.run(count -> durable.set(changed.get()));
                return durable.get() >= mine;
              }));
    }
    for (Future<Boolean> writer : writers) {
      assertThat(writer.get()).isTrue();
    }
  }
}
