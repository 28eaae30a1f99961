package dev.holdfast.verify.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.lock.LockManager;
import dev.holdfast.snapshot.Snapshots;
import dev.holdfast.snapshot.Snapshots.Copying;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots show one instant, whatever other processes write meanwhile. */
class SnapshotIT {

  private static final Duration LENGTH =
      Duration.parse(System.getProperty("holdfast.snapshots", "PT5S"));
  private static final int BALLAST = 40;
  private static final int KILLS = 6;
  private static final int MIN_SNAPSHOTS = 10;

  @TempDir Path directory;

  private Path root;
  private Path locksDirectory;
  private LockManager locks;
  private FileTree tree;
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
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
    List<Story> stories = List.of(Story.SINGLE, Story.SINGLE, Story.TRANSACTIONS);
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
    while (System.nanoTime() - endNanos < 0 || snapshots < MIN_SNAPSHOTS) {
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
    for (long count : different) {
      assertThat(count).as("snapshots that differ").isGreaterThan(3);
    }
    assertNothingIsLeft();
  }

  /** One that is killed at any moment hinders neither the writers nor the next one. */
  @Test
  void snapshotter_thatIsKilled_isInNobodysWay_andLeavesNothing() throws Exception {
    begin(Story.SINGLE, "w0");
    ForkedJvm writer = start();
    writer.send("tell SINGLE w0 1");
    Path area = root.resolve(".holdfast-tree/snapshot");
    Path killed = directory.resolve("killed");
    for (int i = 0; i < KILLS; i++) {
      ForkedJvm snapshotter = start();
      snapshotter.send("take %s %s".formatted(killed, Copying.COPY));
      // The first ones while the area is there, the others later.
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> Files.exists(area) || Files.exists(killed));
      if (i >= KILLS / 2) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> !Files.exists(area));
      }
      snapshotter.kill();

      // Its area goes with the next commit, which succeeds.
      long round = Numbered.number(root.resolve("w0/ring/0"));
      await().until(() -> Numbered.number(root.resolve("w0/ring/0")) > round + 1);
      assertThat(area).doesNotExist();
      takeAndCheck(1);
      if (Files.exists(killed)) { // faster than the kill
        deleteAll(killed);
      }
      assertNothingIsLeft();
    }
    writer.send("stop");
    writer.await("stopped");
  }

  /** The instant is between steps also of one who dies in the middle of them. */
  @Test
  void writers_thatAreKilled_leaveSnapshotsOfOneInstant() throws Exception {
    List<Story> stories = List.of(Story.SINGLE, Story.TRANSACTIONS);
    for (int i = 0; i < stories.size(); i++) {
      begin(stories.get(i), "w" + i);
    }
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    System.out.println("-Dholdfast.seed=" + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      List<ForkedJvm> writers = new ArrayList<>();
      boolean _ = tree.recover();
      for (int i = 0; i < stories.size(); i++) {
        // On from where the dead one was.
        long steps = stories.get(i).stepsAt(Numbered.all(root.resolve("w" + i)));
        long round = steps / stories.get(i).round(1).size();
        ForkedJvm writer = start();
        writers.add(writer);
        writer.send(
            "tell %s w%d %d %d"
                .formatted(stories.get(i), i, round + 1, steps % stories.get(i).round(1).size()));
      }
      Thread snapshots =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      takeAndCheck(stories.size());
                      takeAndCheck(stories.size());
                    } catch (Exception | AssertionError e) {
                      failures.add(e);
                    }
                  });
      awaitChange(root.resolve("w" + random.nextInt(2) + "/ring/" + random.nextInt(Story.RING)));
      for (ForkedJvm writer : writers) {
        writer.kill();
      }
      snapshots.join();
      takeAndCheck(stories.size());
      assertThat(failures).isEmpty();
    }
  }

  private static void awaitChange(Path file) throws IOException {
    long before = Numbered.number(file);
    await().pollInterval(Duration.ofMillis(1)).until(() -> Numbered.number(file) != before);
  }

  private void takeAndCheck(int writers) throws Exception {
    Path into = directory.resolve("checked");
    Snapshots.of(tree).take(into, Copying.LINK);
    assertThat(Snapshots.verify(into)).isEmpty();
    for (int i = 0; i < writers; i++) {
      Story story = i == 1 ? Story.TRANSACTIONS : Story.SINGLE;
      assertThat(story.stepsAt(Numbered.all(into.resolve("w" + i)))).isNotNegative();
    }
    deleteAll(into);
  }

  private void assertNothingIsLeft() throws IOException {
    for (Path place : List.of(directory, root, root.resolve(".holdfast-tree"))) {
      try (Stream<Path> names = Files.list(place)) {
        assertThat(names.map(name -> name.getFileName().toString()))
            .noneMatch(name -> name.endsWith(".tmp") || name.startsWith("snapshot"));
      }
    }
  }

  private static void deleteAll(Path path) throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }
}
