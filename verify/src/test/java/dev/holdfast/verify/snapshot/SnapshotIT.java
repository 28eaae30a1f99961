package dev.holdfast.verify.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockManager;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.tx.FileTree;
import dev.holdfast.verify.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots show one instant, whatever other processes write meanwhile. */
class SnapshotIT {

  private static final Duration LENGTH =
      Duration.parse(System.getProperty("holdfast.snapshots", "PT8S"));
  private static final int BALLAST = 100;

  @TempDir Path directory;

  private Path root;
  private Path locksDirectory;
  private LockManager locks;
  private FileTree tree;
  private final List<ForkedJvm> processes = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(directory.resolve("tree")).toRealPath();
    locksDirectory = directory.resolve("locks");
    for (int i = 0; i < BALLAST; i++) {
      Files.createDirectories(root.resolve("m" + i % 10));
      Files.write(root.resolve("m" + i % 10 + "/" + i), Numbered.content(i));
    }
    locks = LockManager.open(locksDirectory);
    tree = FileTree.open(root, locks);
  }

  @AfterEach
  void close() {
    processes.forEach(ForkedJvm::close);
    locks.close();
  }

  private ForkedJvm start() throws Exception {
    ForkedJvm process = ForkedJvm.of(SnapshotWorker.class).arguments(root, locksDirectory).start();
    processes.add(process);
    process.await("ready");
    return process;
  }

  /** Makes a directory as it is before a story begins. */
  private void begin(Story story, String name) throws IOException {
    for (Map.Entry<String, Long> file : story.beginning().entrySet()) {
      Path path = root.resolve(name).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, Numbered.content(file.getValue()));
    }
  }

  @Test
  void snapshots_whileProcessesWrite_eachShowOneInstant() throws Exception {
    List<Story> stories = List.of(Story.SINGLE, Story.SINGLE);
    List<ForkedJvm> writers = new ArrayList<>();
    for (int i = 0; i < stories.size(); i++) {
      begin(stories.get(i), "w" + i);
      ForkedJvm writer = start();
      writers.add(writer);
      writer.send("tell %s w%d 1".formatted(stories.get(i), i));
    }

    long[] seen = new long[stories.size()];
    long[] different = new long[stories.size()];
    int snapshots = 0;
    long endNanos = System.nanoTime() + LENGTH.toNanos();
    while (System.nanoTime() - endNanos < 0) {
      Path into = directory.resolve("copy");
      Snapshots.of(tree).take(into, snapshots % 2 == 0 ? Copying.COPY : Copying.LINK);
      snapshots++;
      assertThat(Snapshots.verify(into)).isEmpty();
      for (int i = 0; i < stories.size(); i++) {
        long steps = stories.get(i).stepsAt(Numbered.all(into.resolve("w" + i)));
        assertThat(steps).as("time goes on").isGreaterThanOrEqualTo(seen[i]);
        different[i] += steps > seen[i] ? 1 : 0;
        seen[i] = steps;
      }
      deleteAll(into);
    }
    for (ForkedJvm writer : writers) {
      writer.send("stop");
      writer.await("stopped");
      writer.close();
      assertThat(writer.remainingOutput()).noneMatch(line -> line.startsWith("error"));
    }
    System.out.printf("%d snapshots, steps %s%n", snapshots, java.util.Arrays.toString(seen));
    assertThat(snapshots).isGreaterThan(5);
    for (long count : different) {
      assertThat(count).as("snapshots that differ").isGreaterThan(3);
    }
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      assertThat(paths.map(Path::toString))
          .noneMatch(path -> path.endsWith(".tmp") || path.contains(".holdfast-tree/snapshot"));
    }
  }

  static void deleteAll(Path path) throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }
}
