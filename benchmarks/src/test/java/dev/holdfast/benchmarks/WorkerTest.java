package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks still run: every command once, on a worker of its own process. */
class WorkerTest {

  private static final PeerKind KIND = PeerKind.HOLDFAST;

  @TempDir Path directory;

  @Test
  void worker_answersEveryCommand() throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(KIND, directory)) {
      assertThat(worker.ask("cycle", "name", 10)).isPositive();
      assertThat(worker.ask("distinct", "name-", 0, 10)).isPositive();
      long granted = worker.ask("acquire", "name");
      assertThat(worker.ask("release", "name")).isGreaterThanOrEqualTo(granted);
      assertThat(worker.ask("memory")).isPositive();
      worker.send("contend", "name", System.nanoTime(), 50, counter());
      assertThat(worker.receive().split(" ", -1)).hasSize(3);
    }
  }

  @Test
  void handover_goesRoundBetweenTwoSides() throws Exception {
    int turns = 30;
    try (WorkerProcess first = WorkerProcess.start(KIND, directory);
        WorkerProcess second = WorkerProcess.start(KIND, directory)) {
      first.ask("prepare", 0);
      second.ask("prepare", 1);
      first.send("handover", turns);
      second.send("handover", turns);
      String[] left = first.receive().split(" ", -1);
      String[] right = second.receive().split(" ", -1);
      for (int turn = 0; turn < turns; turn++) {
        String giver = turn % 2 == 0 ? left[turn] : right[turn];
        String receiver = turn % 2 == 0 ? right[turn] : left[turn];
        long granted = Long.parseLong(receiver.substring(receiver.indexOf(',') + 1));
        assertThat(granted).as("turn %s", turn).isGreaterThan(Long.parseLong(giver));
      }
    }
  }

  private Path counter() throws Exception {
    Path counter = directory.resolve("counter");
    try (RandomAccessFile file = new RandomAccessFile(counter.toFile(), "rw")) {
      file.writeLong(0);
    }
    return counter;
  }
}
