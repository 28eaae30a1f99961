package dev.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks of files still run: every command once, on a worker of its own process. */
class FileWorkerTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void worker_ofEachKind_writesByOneThreadAndByMany(FilePeerKind kind) throws Exception {
    assumeTrue(kind.missing().isEmpty(), "peers.sh was not run");
    try (WorkerProcess worker = WorkerProcess.start(kind, directory)) {
      assertThat(FileWorkers.times(worker, "replace", 2, 5).count()).isEqualTo(5);
      assertThat(FileWorkers.rate(worker, 3, 30)).isPositive();
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(names = {"HOLDFAST", "RAW", "SQLITE"})
  void together_replacesAllFiles(FilePeerKind kind) throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(kind, directory)) {
      assertThat(FileWorkers.times(worker, "together", 8, 2).count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HOLDFAST", "RAW"})
  void read_whileAnotherProcessWrites_seesWholeContents(FilePeerKind kind) throws Exception {
    try (WorkerProcess writer = WorkerProcess.start(FilePeerKind.HOLDFAST, directory);
        WorkerProcess reader = WorkerProcess.start(kind, directory)) {
      FileWorkers.times(writer, "replace", 1, 1);
      writer.send("writers", 1, 1, 100);
      assertThat(reader.ask("read", 0, 100)).isPositive();
      writer.receive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"read-versioned", "read-version"})
  void readWithVersion_whileAnotherProcessWrites_seesWholeContents(String command)
      throws Exception {
    try (WorkerProcess writer = WorkerProcess.start(FilePeerKind.HOLDFAST, directory);
        WorkerProcess reader = WorkerProcess.start(FilePeerKind.HOLDFAST, directory)) {
      FileWorkers.times(writer, "replace", 1, 1);
      writer.send("writers", 1, 1, 100);
      assertThat(reader.ask(command, 0, 100)).isPositive();
      writer.receive();
    }
  }

  @Test
  void snapshot_whileWritersGoOn_isMeasuredWithTheirWrites() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    try (SnapshotPeer peer = LockedCopy.hardLinks(tree)) {
      WritersUnderSnapshot.Result result =
          WritersUnderSnapshot.measure(peer, directory.resolve("copy"), 50);

      assertThat(result.taken()).isPositive();
    }
    assertThat(directory.resolve("copy")).isDirectory();
  }

  @Test
  void ratio_isTheMedianOfTheRatiosOfTheRounds() {
    Rounds<String> rounds = new Rounds<>();
    for (double time : new double[] {1, 100, 10}) {
      rounds.add("once", time);
    }
    // The noise of the first round hit one of the two only.
    for (double time : new double[] {50, 200, 20}) {
      rounds.add("twice", time);
    }

    assertThat(rounds.ratio("twice", "once")).isEqualTo(2);
    assertThat(rounds.median("once")).isEqualTo(10);
  }
}
