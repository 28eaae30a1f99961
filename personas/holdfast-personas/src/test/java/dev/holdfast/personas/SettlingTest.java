package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SettlingTest {

  private static final int SAVES = 60;
  private static final byte[] WHOLE = "whole".repeat(100).getBytes(UTF_8);

  /** An editor begins between the look at the times of a file and the reading of it. */
  @Test
  void read_whileAnEditorBeginsToSave_neverGivesAPart(@TempDir Path path) throws Exception {
    Path file = Files.write(path.resolve("a.md"), WHOLE);
    Settling settling = new Settling((_, _) -> false);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger save = new AtomicInteger();
    AtomicLong reads = new AtomicLong();
    Callable<Set<Integer>> reading =
        () -> {
          Set<Integer> torn = new HashSet<>();
          while (!done.get()) {
            reads.incrementAndGet();
            if (settling.read(file) instanceof RawFile.Content(byte[] bytes)
                && bytes.length != WHOLE.length) {
              torn.add(save.get());
            }
          }
          return torn;
        };
    Set<Integer> slow = new HashSet<>(); // on a busy machine an editor, too, has to wait
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<Set<Integer>> torn = pool.submit(reading);
      try {
        for (int i = 0; i < SAVES; i++) {
          long before = reads.get();
          // As old as it has to be to be quiet, without the wait.
          Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
          while (reads.get() < before + 3) {
            Thread.onSpinWait();
          }
          save.set(i);
          if (save(file).compareTo(Settling.QUIET.dividedBy(2)) > 0) {
            slow.add(i);
          }
        }
      } finally {
        done.set(true);
      }
      assertThat(torn.get()).isSubsetOf(slow);
      assertThat(slow).hasSizeLessThan(SAVES);
    }
  }

  private static Duration save(Path file) throws IOException {
    long startNanos = System.nanoTime();
    try (FileChannel editor =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      int half = WHOLE.length / 2;
      int _ = editor.write(ByteBuffer.wrap(WHOLE, 0, half));
      int _ = editor.write(ByteBuffer.wrap(WHOLE, half, WHOLE.length - half));
    }
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
