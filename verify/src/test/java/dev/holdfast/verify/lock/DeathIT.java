package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.lock.LockTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** L5: a dead process holds nothing, and the next owner is told; a stopped one keeps all. */
class DeathIT {

  private static final String NAME = "persona:alice";
  private static final int MANY = 1000;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "OPEN_FILE, OPEN_FILE",
    "CHANNEL, CHANNEL",
    "OPEN_FILE, CHANNEL",
    "CHANNEL, OPEN_FILE"
  })
  void kill_ofTheHolder_givesTheLockToTheWaiterAndTellsItOnce(Provider ofHolder, Provider ofWaiter)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, ofHolder);
        LockPeer waiter = LockPeer.start(directory, ofWaiter)) {
      holder.acquire("h", NAME);
      LockPeer.Granted first = holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      await().until(() -> !own.inspect().getFirst().waiters().isEmpty());

      long killedNanos = System.nanoTime();
      holder.process().kill();

      LockPeer.Granted second = waiter.awaitGrant("w");
      System.out.printf(
          "%s after %s: granted %d us after the kill%n",
          ofWaiter, ofHolder, (second.atNanos() - killedNanos) / 1000);
      assertThat(first.previousOwnerDied()).isFalse();
      assertThat(second.previousOwnerDied()).isTrue();
      assertThat(second.token()).isGreaterThan(first.token());
      waiter.release("w");
      try (LockHandle third = own.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow()) {
        assertThat(third.previousOwnerDied()).isFalse();
        assertThat(third.token()).isGreaterThan(second.token());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofTheHolder_isToldToTheNextExclusiveOwnerAlsoAfterReaders(Provider provider)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      holder.process().kill();

      try (LockHandle reader = own.tryAcquire(LockRequest.shared(NAME)).orElseThrow()) {
        assertThat(reader.previousOwnerDied()).isFalse();
      }
      // A process that starts now must not sweep the news away.
      try (LockPeer later = LockPeer.start(directory, provider)) {
        later.acquire("l", NAME);
        assertThat(later.awaitGrant("l").previousOwnerDied()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofAReader_isNoDeathOfAnOwner(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer reader = LockPeer.start(directory, provider)) {
      reader.acquire("r", LockMode.SHARED, NAME, Duration.ZERO, "-");
      reader.awaitGrant("r");
      assertThat(own.tryAcquire(LockRequest.exclusive(NAME))).isEmpty();
      reader.process().kill();

      try (LockHandle next = own.tryAcquire(LockRequest.exclusive(NAME)).orElseThrow()) {
        assertThat(next.previousOwnerDied()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofAHolderOfManyLocks_freesThemAll(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider)) {
      for (int i = 0; i < MANY; i++) {
        holder.acquire("h" + i, NAME + i);
      }
      for (int i = 0; i < MANY; i++) {
        holder.awaitGrant("h" + i);
        assertThat(own.tryAcquire(LockRequest.exclusive(NAME + i))).isEmpty();
      }
      assertThat(own.inspect()).hasSize(MANY);

      holder.process().kill();

      assertThat(own.inspect()).isEmpty();
      List<LockHandle> mine = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        Optional<LockHandle> handle = own.tryAcquire(LockRequest.exclusive(NAME + i));
        assertThat(handle).as("lock %d", i).isPresent();
        mine.add(handle.get());
      }
      assertThat(mine).allMatch(LockHandle::previousOwnerDied);
      mine.forEach(LockHandle::close);
    }
  }

  /** Nothing is judged by its age: a holder that stands still may go on at any time. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void stop_ofTheHolder_doesNotTakeTheLockFromIt(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      holder.process().stop();

      waiter.acquire("w", LockMode.EXCLUSIVE, NAME, Duration.ofSeconds(1), "-");
      assertThat(waiter.awaitTimeout("w").message()).contains("pid " + holder.process().pid());
      assertThat(own.tryAcquire(LockRequest.shared(NAME))).isEmpty();

      holder.process().resume();
      assertThat(holder.isHeld("h")).isTrue();
      holder.release("h");
      waiter.acquire("w2", NAME);
      assertThat(waiter.awaitGrant("w2").previousOwnerDied()).isFalse();
    }
  }

  /** Who gets nothing from {@code acquireAll} cannot repair; so the next one must be told. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofTheHolder_isToldToTheOwnerAfterAnAcquireAllThatFailed(Provider provider)
      throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer dying = LockPeer.start(directory, provider);
        LockPeer other = LockPeer.start(directory, provider)) {
      dying.acquire("h", "a");
      dying.awaitGrant("h");
      other.acquire("o", "b");
      other.awaitGrant("o");
      dying.process().kill();

      assertThatThrownBy(
              () ->
                  own.acquireAll(
                      List.of(
                          LockRequest.exclusive("a").waitAtMost(Duration.ofMillis(50)),
                          LockRequest.exclusive("b"))))
          .isInstanceOf(LockTimeoutException.class);

      try (LockHandle next = own.tryAcquire(LockRequest.exclusive("a")).orElseThrow()) {
        assertThat(next.previousOwnerDied()).isTrue();
      }
    }
  }
}
