package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.fork.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F5: of several processes that create a file at once, one wins and none overwrites. */
class CreateRaceIT {

  private static final int PROCESSES = 4;
  private static final int NAMES = 150;
  private static final Duration EVERY = Duration.ofMillis(8);

  @TempDir Path directory;

  /** Who won each name. */
  private final List<List<Integer>> winners = new ArrayList<>();

  @Test
  void createNew_ofManyProcessesAtOnce_hasOneWinnerForEachName() throws Exception {
    race(WriterKind.HOLDFAST);

    assertThat(winners).allSatisfy(each -> assertThat(each).hasSize(1));
    for (int i = 0; i < NAMES; i++) {
      byte[] content = Files.readAllBytes(directory.resolve("n" + i));
      assertThat(SelfChecking.versionOf(content)).isEqualTo((long) winners.get(i).getFirst());
    }
    // It was a race: not always the same one won.
    assertThat(winners.stream().distinct().count()).isGreaterThan(1);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).hasSize(NAMES);
    }
  }

  @Test
  void createNew_thatLooksAndThenMoves_isCondemned() throws Exception {
    race(WriterKind.LOOK_THEN_MOVE);

    assertThat(winners).anySatisfy(each -> assertThat(each).hasSizeGreaterThan(1));
  }

  private void race(WriterKind kind) throws Exception {
    List<ForkedJvm> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(ForkedJvm.of(FileWorker.class).start());
      }
      for (ForkedJvm process : processes) { // each of them warm
        process.await("ready");
        Path warm = directory.resolve("warm");
        process.send("create %s %s 1".formatted(kind, warm));
        process.await("done");
        Files.delete(warm);
      }
      long start = System.nanoTime() + Duration.ofMillis(100).toNanos();
      for (int i = 0; i < PROCESSES; i++) {
        processes
            .get(i)
            .send(
                "race-on %s %s %d %d %d %d"
                    .formatted(kind, directory, i, start, EVERY.toNanos(), NAMES));
      }
      for (int i = 0; i < NAMES; i++) {
        winners.add(new ArrayList<>());
      }
      for (int i = 0; i < PROCESSES; i++) {
        processes.get(i).await("raced");
        processes.get(i).kill();
        for (String line : processes.get(i).remainingOutput()) {
          if (line.startsWith("won ")) {
            winners.get(Integer.parseInt(line.substring(4))).add(i);
          }
        }
      }
    } finally {
      processes.forEach(ForkedJvm::close);
    }
  }
}
