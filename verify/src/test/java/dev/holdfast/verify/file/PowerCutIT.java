package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.verify.fork.ForkedJvm;
import dev.holdfast.verify.host.MountedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F2: real power cuts. A process creates, replaces and deletes files on a disk of its own and
 * reports each change when it is done; at a random moment the disk loses its power. After the
 * restart every reported change must be there, and nothing torn.
 *
 * <p>{@code -Dholdfast.powercuts} sets how many, {@code -Dholdfast.seed} repeats the choices.
 */
class PowerCutIT {

  private static final String ABSENT = "absent";
  private static final int CUTS_TO_CONDEMN = 60;

  private final int cuts = Integer.getInteger("holdfast.powercuts", 25);
  private final long seed = Long.getLong("holdfast.seed", ThreadLocalRandom.current().nextLong());
  private final Random random = new Random(seed);
  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());

  /** What each file must be by what was reported: a version, or absent. */
  private final Map<String, String> reported = new TreeMap<>();

  private final List<String> violations = new ArrayList<>();
  private int changes;
  private int temporaries;

  @TempDir Path parent;

  @Test
  void changes_thatWereReportedDone_surviveAPowerCut() throws Exception {
    System.out.printf("-Dholdfast.seed=%d%n", seed);
    try (MountedDisk disk = MountedDisk.ext4(parent, 24);
        ForkedJvm writer = ForkedJvm.of(FileWorker.class).start()) {
      writer.await("ready");
      for (int i = 0; i < cuts; i++) {
        cutPowerDuring(WriterKind.HOLDFAST, writer, disk);
      }
    }
    System.out.printf(
        "%d cuts, %d changes reported, %d temporary files swept%n", cuts, changes, temporaries);
    assertThat(violations).isEmpty();
    assertThat(changes).isGreaterThan(cuts);
  }

  /** The same harness on writers that lack a sync. */
  @ParameterizedTest
  @EnumSource(names = {"NO_CONTENT_SYNC", "NO_DIRECTORY_SYNC"})
  void changes_ofAWriterThatLacksASync_areCondemned(WriterKind kind) throws Exception {
    System.out.printf("-Dholdfast.seed=%d%n", seed);
    int done = 0;
    try (MountedDisk disk = MountedDisk.ext4(parent, 24);
        ForkedJvm writer = ForkedJvm.of(FileWorker.class).start()) {
      writer.await("ready");
      for (; done < CUTS_TO_CONDEMN && violations.isEmpty(); done++) {
        cutPowerDuring(kind, writer, disk);
      }
    }
    System.out.printf("%s after %d cuts: %s%n", kind, done, violations);
    assertThat(violations).isNotEmpty();
  }

  private void cutPowerDuring(WriterKind kind, ForkedJvm writer, MountedDisk disk)
      throws IOException, InterruptedException {
    writer.send("change-on %s %s %d".formatted(kind, disk.root(), random.nextLong()));
    int awaited = 2 + random.nextInt(20);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < awaited; i++) {
      lines.add(writer.await(""));
    }
    LockSupport.parkNanos(random.nextInt(3_000_000)); // somewhere inside a change

    disk.cutPower();

    while (!lines.getLast().startsWith("cut off")) {
      lines.add(writer.await(""));
    }
    Map<String, String> mayShow = replay(lines);
    disk.restart();
    check(disk.root(), mayShow);
  }

  /** Brings {@link #reported} up to date. Returns the change that may or may not show. */
  private Map<String, String> replay(List<String> lines) {
    Map<String, String> underWay = new TreeMap<>();
    for (String line : lines) {
      if (line.startsWith("try ")) {
        String[] words = line.split(" ", -1);
        underWay.put(words[1], words[2]);
      } else if (line.equals("done")) {
        reported.putAll(underWay);
        underWay.clear();
        changes++;
      } else if (line.startsWith("cut off NOT_COMMITTED")) {
        underWay.clear(); // then the change must not show
      }
    }
    return underWay;
  }

  private void check(Path root, Map<String, String> mayShow) throws IOException {
    temporaries += files.sweep(root);
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.equals("lost+found") || name.startsWith(".holdfast-naive-")) {
          continue;
        }
        try {
          found.put(name, String.valueOf(SelfChecking.versionOf(Files.readAllBytes(entry))));
        } catch (AssertionError e) {
          violations.add(name + " is " + e.getMessage());
          found.put(name, "torn");
        }
      }
    }
    for (Map.Entry<String, String> expected : reported.entrySet()) {
      String name = expected.getKey();
      String now = found.getOrDefault(name, ABSENT);
      if (!now.equals(expected.getValue()) && !now.equals(mayShow.get(name))) {
        violations.add("%s is %s, reported was %s".formatted(name, now, expected.getValue()));
      }
    }
    for (String name : found.keySet()) {
      if (!reported.containsKey(name) && !mayShow.containsKey(name)) {
        violations.add(name + " came from nowhere");
      }
    }
    reported.clear();
    for (int i = 0; i < 100; i++) {
      String name = "n" + i;
      reported.put(name, found.getOrDefault(name, ABSENT));
    }
  }
}
