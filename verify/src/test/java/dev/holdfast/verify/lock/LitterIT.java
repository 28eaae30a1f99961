package dev.holdfast.verify.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L6: names that were locked once are forgotten, by the directory and by the heap. */
class LitterIT {

  private static final int NAMES = 300_000;

  /**
   * Objects of core that may stay, of each class: 256 queues used recently, 64 locks kept, some.
   */
  private static final int FEW = 400;

  @TempDir Path directory;

  @AfterEach
  void chooseTheDefault() {
    Provider.OPEN_FILE.choose();
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_ofManyNames_leavesNothingBehind(Provider provider) throws Exception {
    provider.choose();
    try (LockManager manager = LockManager.open(directory)) {
      lockNames(manager, "warm", 1000);
      Map<String, Long> before = filesWithSizes();
      assertThat(before).hasSize(1);

      lockNames(manager, "name/with:\u65e5\u672c\u8a9e", NAMES);

      assertThat(filesWithSizes()).isEqualTo(before);
      assertThat(manager.metrics().total().acquired()).isGreaterThanOrEqualTo(NAMES);
      assertThat(manager.metrics().byKind()).hasSizeLessThan(FEW);
      assertThat(manager.inspect()).isEmpty();
      assertThat(instancesOf(Set.of("dev.holdfast.", "sun.nio.ch.FileLock")))
          .as("objects on the heap after a collection")
          .allSatisfy((name, count) -> assertThat(count).as(name).isLessThan(FEW));
    }
  }

  /** The count above can see what it looks for. */
  @ParameterizedTest
  @EnumSource(Provider.class)
  void acquire_ofNamesThatStayHeld_isSeenOnTheHeap(Provider provider) throws Exception {
    provider.choose();
    try (LockManager manager = LockManager.open(directory)) {
      List<LockHandle> held =
          Stream.iterate(0, i -> i + 1)
              .limit(3L * FEW)
              .map(i -> manager.tryAcquire(LockRequest.exclusive("held" + i)).orElseThrow())
              .toList();
      assertThat(instancesOf(Set.of("dev.holdfast.")))
          .anySatisfy((name, count) -> assertThat(count).isGreaterThan(2L * FEW));
      held.forEach(LockHandle::close);
    }
  }

  private static void lockNames(LockManager manager, String prefix, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      String name = prefix + i;
      LockRequest request = i % 3 == 0 ? LockRequest.shared(name) : LockRequest.exclusive(name);
      if (i % 100 == 0) { // gives up behind a holder now and then
        try (LockHandle first = manager.acquire(LockRequest.exclusive(name))) {
          assertThat(first.isHeld()).isTrue();
          assertThat(manager.tryAcquire(request)).isEmpty();
        }
      }
      manager.acquire(request.waitAtMost(Duration.ofSeconds(1))).close();
    }
  }

  private Map<String, Long> filesWithSizes() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.equals(directory))
          .collect(Collectors.toMap(Path::toString, file -> file.toFile().length()));
    }
  }

  /** Live objects by class, for classes whose names begin so; forces a full collection. */
  private static Map<String, Long> instancesOf(Set<String> prefixes) throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.trim().split("\\s+", -1))
        .filter(words -> words.length >= 4 && prefixes.stream().anyMatch(words[3]::startsWith))
        .collect(Collectors.toMap(words -> words[3], words -> Long.valueOf(words[1]), Long::sum));
  }
}
