package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMode;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who has waited for long is told of what happens, also of a death, and hardly looks by itself: the
 * other processes of these tests never do ({@link LockPeer#WITHOUT_NET}). Where a waiter would not
 * be told, it looks.
 */
class DeathWatchIT {

  private static final String NAME = "persona:alice";
  private static final Duration LONG_WAIT = Duration.ofMillis(500);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofAHolder_isToldToWhoWaits(Provider provider) throws Exception {
    try (LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      awaitWatching(waiter);

      holder.process().kill();

      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isTrue();
      assertThat(watchedBy(waiter)).as("after the wait").isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofOneOfTwoReaders_leavesTheWriterToTheOther(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer dying = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider)) {
      LockHandle other = own.acquire(LockRequest.shared(NAME));
      dying.acquire("d", LockMode.SHARED, NAME, Duration.ZERO, "-");
      dying.awaitGrant("d");
      waiter.acquire("w", NAME);
      await().until(() -> watchedBy(waiter) == 2);

      dying.process().kill();

      await().until(() -> watchedBy(waiter) == 1);
      other.close();
      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isFalse();
    }
  }

  /** It dies when it has been rung for, so nobody rings for the next one. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void kill_ofTheWaiterWhoseTurnItIs_isToldToTheNext(Provider provider) throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, provider);
        LockPeer first = LockPeer.start(directory, provider);
        LockPeer second = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      first.acquire("f", NAME);
      awaitWatching(first);
      second.acquire("s", NAME);
      await().until(() -> watchedBy(second) == 2);

      first.process().kill();
      await().until(() -> watchedBy(second) == 1);
      holder.release("h");

      assertThat(second.awaitGrant("s").previousOwnerDied()).isFalse();
      second.release("s");
      assertThat(own.inspect()).isEmpty();
    }
  }

  /** No descriptor tells of a stop; but whoever rings hears that nobody was asleep. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void stop_ofTheWaiterWhoseTurnItIs_isToldToTheNext(Provider provider) throws Exception {
    try (LockPeer holder = LockPeer.start(directory, provider);
        LockPeer first = LockPeer.start(directory, provider);
        LockPeer second = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      first.acquire("f", NAME);
      awaitWatching(first);
      second.acquire("s", NAME);
      await().until(() -> watchedBy(second) == 2);

      first.process().stop();
      holder.release("h");

      second.awaitGrant("s");
      second.release("s");
      first.process().resume();
      first.awaitGrant("f");
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void interruptAndClose_endALongWait(Provider provider) throws Exception {
    try (LockPeer holder = LockPeer.start(directory, provider);
        LockPeer waiter = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      awaitWatching(waiter);
      waiter.interrupt("w");
      assertThat(watchedBy(waiter)).as("after the wait").isZero();

      waiter.acquire("c", NAME);
      awaitWatching(waiter);
      waiter.leave();
      waiter.awaitRefusal("c");
    }
  }

  /** It can ring for nobody, neither when it releases nor when it dies. */
  @Test
  void holderWithoutNativeAccess_isLookedAfter() throws Exception {
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.startWithoutNativeAccess(directory);
        LockPeer waiter = LockPeer.start(directory, Provider.OPEN_FILE)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      awaitLongWait(own);
      holder.release("h");
      waiter.awaitGrant("w");
      waiter.release("w");

      holder.acquire("again", NAME);
      holder.awaitGrant("again");
      waiter.acquire("w2", NAME);
      awaitLongWait(own);
      holder.process().kill();
      assertThat(waiter.awaitGrant("w2").previousOwnerDied()).isTrue();
    }
  }

  /** So it is with the command of {@code holdfast lock}. */
  @Test
  void kill_ofAHolderWhoseOpenFileWasInherited_leavesTheLockToTheHeir() throws Exception {
    Host.assumeRoot();
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, Provider.OPEN_FILE);
        LockPeer waiter = LockPeer.start(directory, Provider.OPEN_FILE)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      try (BorrowedFile _ = BorrowedFile.withLocksOf(holder.process().pid())) {
        waiter.acquire("w", NAME);
        awaitWatching(waiter);
        holder.process().kill();
        await().until(() -> watchedBy(waiter) == 0);
        assertThat(own.tryAcquire(LockRequest.exclusive(NAME))).isEmpty();
      }
      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isTrue();
    }
  }

  /** Its number means another process here, or none. */
  @Test
  void holderInAnotherPidNamespace_isLookedAfter() throws Exception {
    Host.assumeRoot();
    Host.assumePrograms("unshare");
    String[] starter = {"unshare", "--pid", "--fork", "--kill-child=SIGKILL"};
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.startBy(directory, starter);
        LockPeer waiter = LockPeer.start(directory, Provider.OPEN_FILE)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      awaitLongWait(own);
      assertThat(watchedBy(waiter)).isZero();

      holder.process().kill();

      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isTrue();
    }
  }

  /** An old kernel, or a filter of system calls as containers have it. */
  @ParameterizedTest
  @EnumSource(Refusal.class)
  void waiterThatIsRefusedTheWatch_looks(Refusal refusal) throws Exception {
    Host.assumeRoot();
    Host.assumePrograms("strace");
    String inject = "inject=%s:error=%s".formatted(refusal.call, refusal.error);
    String trace = "trace=" + refusal.call;
    String[] starter = {"strace", "-D", "-f", "-qqq", "-o", "/dev/null", "-e", trace, "-e", inject};
    try (LockManager own = LockManager.open(directory);
        LockPeer holder = LockPeer.start(directory, Provider.OPEN_FILE);
        LockPeer waiter = LockPeer.startBy(directory, starter)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      waiter.acquire("w", NAME);
      awaitLongWait(own);
      assertThat(watchedBy(waiter)).isZero();

      holder.process().kill();

      assertThat(waiter.awaitGrant("w").previousOwnerDied()).isTrue();
      waiter.process().kill();
    }
  }

  /** A system call of the watch, and how it fails. */
  enum Refusal {
    OLD_KERNEL("pidfd_open", "ENOSYS"),
    FILTER("pidfd_open", "EPERM"),
    NO_DESCRIPTOR("pidfd_open", "EMFILE"),
    NO_POLL("epoll_create1", "EMFILE"),
    NO_ADD("epoll_ctl", "ENOSPC"),
    NO_WAIT("epoll_pwait", "EPERM");

    final String call;
    final String error;

    Refusal(String call, String error) {
      this.call = call;
      this.error = error;
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void watch_endsWithTheWait_andItsThreadWithTheManager(Provider provider) throws Exception {
    provider.choose();
    try (LockPeer holder = LockPeer.start(directory, provider)) {
      holder.acquire("h", NAME);
      holder.awaitGrant("h");
      holder.acquire("h2", NAME + 2);
      holder.awaitGrant("h2");
      List<String> before = descriptors(ProcessHandle.current().pid());
      try (LockManager manager = LockManager.open(directory)) {
        List<FutureTask<?>> waiters =
            List.of(
                waiter(manager, Thread.ofPlatform(), NAME),
                waiter(manager, Thread.ofVirtual(), NAME + 2));
        await().until(() -> watchedBy(ProcessHandle.current().pid()) == 1);
        assertThat(threads()).as("while they wait").hasSize(1);
        holder.release("h");
        holder.release("h2");
        for (FutureTask<?> waiter : waiters) {
          waiter.get(ForkedJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(watchedBy(ProcessHandle.current().pid())).as("after the waits").isZero();
      }
      assertThat(threads()).as("after the close").isEmpty();
      assertThat(descriptors(ProcessHandle.current().pid()))
          .filteredOn(each -> each.startsWith("anon_inode"))
          .containsExactlyInAnyOrderElementsOf(
              before.stream().filter(each -> each.startsWith("anon_inode")).toList());
    } finally {
      Provider.OPEN_FILE.choose();
    }
  }

  private static FutureTask<?> waiter(
      LockManager manager, Thread.Builder builder, String resource) {
    LockRequest request =
        LockRequest.exclusive(resource).waitAtMost(ForkedJvm.PATIENCE.multipliedBy(2));
    Callable<Boolean> wait =
        () -> {
          try (LockHandle handle = manager.acquire(request)) {
            return handle.isHeld();
          }
        };
    FutureTask<?> task = new FutureTask<>(wait);
    builder.start(task);
    return task;
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("holdfast-deaths"))
        .toList();
  }

  private static void awaitWatching(LockPeer peer) {
    await().until(() -> watchedBy(peer) > 0);
  }

  private static long watchedBy(LockPeer peer) throws IOException {
    return watchedBy(peer.process().pid());
  }

  /** The processes that a process watches. */
  private static long watchedBy(long pid) throws IOException {
    return descriptors(pid).stream().filter(each -> each.contains("[pidfd]")).count();
  }

  private static List<String> descriptors(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      return all.map(DeathWatchIT::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "closed meanwhile";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void awaitLongWait(LockManager own) {
    await()
        .atMost(ForkedJvm.PATIENCE)
        .until(
            () ->
                own.inspect().stream()
                    .flatMap(info -> info.waiters().stream())
                    .map(LockInfo.Party::since)
                    .anyMatch(since -> since.isBefore(Instant.now().minus(LONG_WAIT))));
  }
}
