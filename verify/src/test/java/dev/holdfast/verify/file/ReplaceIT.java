package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F1: while three processes replace a file, every read sees one version whole. */
class ReplaceIT {

  private static final int WRITERS = 3;
  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MIN_VERSIONS = 3;

  @TempDir Path directory;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());
  private final AtomicLong reads = new AtomicLong();
  private final Set<Long> versions = ConcurrentHashMap.newKeySet();
  private final Set<String> damages = ConcurrentHashMap.newKeySet();

  @Test
  void read_whileProcessesReplaceTheFile_seesOneWholeVersion() throws Exception {
    readWhileReplacedBy(WriterKind.HOLDFAST);

    System.out.printf("%d reads of %d versions%n", reads.get(), versions.size());
    assertThat(damages).isEmpty();
    assertThat(reads).hasValueGreaterThan(100);
    assertThat(versions).hasSizeGreaterThan(MIN_VERSIONS);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("file"));
    }
  }

  /** The readers above see it when a writer does without the temporary file. */
  @Test
  void read_whileProcessesWriteInPlace_seesTornContent() throws Exception {
    readWhileReplacedBy(WriterKind.IN_PLACE);

    assertThat(damages).anyMatch(damage -> damage.contains("torn"));
  }

  private void readWhileReplacedBy(WriterKind kind) throws Exception {
    Path file = directory.resolve("file");
    Files.write(file, SelfChecking.content(1, 1000));
    List<ForkedJvm> writers = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        writers.add(ForkedJvm.of(FileWorker.class).start());
      }
      for (ForkedJvm writer : writers) {
        long seed = ThreadLocalRandom.current().nextLong();
        writer.await("ready");
        writer.send("replace-on %s %s %d".formatted(kind, file, seed));
      }
      long endNanos = System.nanoTime() + LENGTH.toNanos();
      readers.add(Thread.ofPlatform().start(() -> readFrom(endNanos, () -> files.read(file))));
      readers.add(Thread.ofVirtual().start(() -> readFrom(endNanos, () -> files.read(file))));
      readers.add(
          Thread.ofPlatform().start(() -> readFrom(endNanos, () -> Files.readAllBytes(file))));
      for (Thread reader : readers) {
        reader.join();
      }
      for (ForkedJvm writer : writers) {
        writer.send("stop %s %s".formatted(kind, file));
        assertThat(writer.await("wrote ")).isNotEqualTo("wrote 0");
      }
    } finally {
      writers.forEach(ForkedJvm::close);
    }
  }

  /** A way to read a file. */
  private interface Read {
    byte[] content() throws IOException;
  }

  /** Reads until the time is over and enough has been seen, if the disk lets it. */
  private void readFrom(long endNanos, Read read) {
    long lastNanos = endNanos + PATIENCE.toNanos();
    while (System.nanoTime() - endNanos < 0
        || (versions.size() <= MIN_VERSIONS && System.nanoTime() - lastNanos < 0)) {
      try {
        versions.add(SelfChecking.versionOf(read.content()));
        reads.incrementAndGet();
      } catch (IOException | AssertionError e) {
        damages.add(e.toString());
      }
    }
  }
}
