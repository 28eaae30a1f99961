package dev.holdfast.tx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.file.Content;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class FileTreeTest extends TreeFixture {

  @Test
  void open_ofAFile_isRefused() {
    assertThatThrownBy(() -> FileTree.open(at("a"), locks))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  void files_changeUnderTheLockOfTheTree_beforeWhichNothingIsVisible() throws Exception {
    String name = "tree:" + root;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        LockHandle shared = locks.acquire(LockRequest.shared(name))) {
      tree.files().write(at("a"), "A".getBytes(UTF_8)); // beside others of its kind
      shared.close();
      Future<?> write;
      try (LockHandle _ = locks.acquire(LockRequest.exclusive(name))) {
        write =
            threads.submit(
                () -> {
                  tree.files().write(at("b"), "B".getBytes(UTF_8));
                  return true;
                });
        awaitWaiter(name);
        assertThat(contents()).containsEntry("b", "b");
      }
      write.get();
      assertThat(contents()).containsEntry("a", "A").containsEntry("b", "B");
    }
  }

  private void awaitWaiter(String name) {
    while (locks.inspect().stream()
        .noneMatch(lock -> lock.resource().equals(name) && !lock.waiters().isEmpty())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void files_interruptedWhileTheyWaitForTheTree_changeNothing() throws Exception {
    String name = "tree:" + root;
    AtomicBoolean keptStatus = new AtomicBoolean();
    try (LockHandle _ = locks.acquire(LockRequest.exclusive(name))) {
      CountDownLatch done = new CountDownLatch(1);
      Throwable[] thrown = new Throwable[1];
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      tree.files().write(at("b"), "B".getBytes(UTF_8));
                    } catch (IOException | RuntimeException e) {
                      thrown[0] = e;
                    }
                    keptStatus.set(Thread.currentThread().isInterrupted());
                    done.countDown();
                  });
      awaitWaiter(name);
      writer.interrupt();
      done.await();
      assertThat(thrown[0])
          .isInstanceOfSatisfying(
              FileCommitException.class,
              e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED));
    }
    assertThat(keptStatus).isTrue();
    assertThat(contents()).containsEntry("b", "b");
  }

  @Test
  void read_seesTransactionsWhole_whileTheyGoOn() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 30; i++) {
                  try (FileTransaction change = tree.begin(List.of())) {
                    change.put(at("a"), Content.text("value " + i));
                    change.put(at("dir/c"), Content.text("value " + i));
                    change.put(at("b"), Content.text("value " + i));
                    change.commit();
                  }
                }
                stop.set(true);
                return true;
              });
      int reads = 0;
      while (!stop.get() && !writer.isDone()) {
        List<String> seen =
            tree.<List<String>, IOException>read(
                () -> {
                  List<String> all = List.copyOf(contents().values());
                  return all;
                });
        if (!seen.equals(List.of("a", "b", "dir/c"))) {
          assertThat(seen.stream().distinct()).hasSize(1);
        }
        reads++;
      }
      writer.get();
      assertThat(reads).isPositive();
    }
  }

  @Test
  void insideOfRead_everyChangeIsRefused_andReadsNest() throws Exception {
    String seen =
        tree.<String, Exception>read(
            () -> {
              assertThatThrownBy(() -> tree.files().write(at("a"), new byte[0]))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("FileTree.read");
              assertThatThrownBy(() -> tree.files().createDirectories(at("new/deep")))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("FileTree.read");
              assertThatThrownBy(() -> tree.files().update(at("a"), old -> old))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(() -> tree.acquire(LockRequest.exclusive("x")))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(() -> tree.recover()).isInstanceOf(IllegalStateException.class);
              try (FileTransaction change = tree.begin(List.of())) {
                change.delete(at("a"));
                assertThatThrownBy(change::commit).isInstanceOf(IllegalStateException.class);
              }
              return tree.<String, IOException>read(() -> contents().get("a"));
            });
    assertThat(seen).isEqualTo("a");
    assertThat(at("new")).doesNotExist();
    tree.files().write(at("a"), new byte[0]);
  }

  @Test
  void manyWriters_ofBothKinds_loseNothing() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new java.util.ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int n = i;
        all.add(
            threads.submit(
                () -> {
                  String name = "file" + n;
                  if (n % 2 == 0) {
                    tree.files().write(at(name), name.getBytes(UTF_8));
                  } else {
                    try (FileTransaction change = tree.begin(List.of())) {
                      change.put(at(name), Content.text(name));
                      change.commit();
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> each : all) {
        each.get();
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(contents()).containsEntry("file" + i, "file" + i);
    }
  }
}
