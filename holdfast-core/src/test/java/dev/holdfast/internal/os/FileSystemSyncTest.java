package dev.holdfast.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemSyncTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "5.7.19, false",
    "4.19.0-27-amd64, false",
    "5.8.0, true",
    "5.15.0-1, true",
    "6.1, true",
    "10.0, true",
    "unknown, false"
  })
  void reportsErrors_sinceVersion5Point8(String kernel, boolean reports) {
    assertThat(FileSystemSync.reportsErrors(kernel)).isEqualTo(reports);
  }

  @Test
  void open_onMemory_isEmpty() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory) && Files.getFileStore(memory).type().equals("tmpfs"));

    assertThat(FileSystemSync.open(memory)).isEmpty();
  }

  @Test
  void open_ofNothing_fails() {
    assumeTrue(LinuxFileCalls.supported(directory));
    assertThatThrownBy(() -> FileSystemSync.open(directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void sync_succeeds_alsoMoreThanOnce() throws IOException {
    try (FileSystemSync sync = here()) {
      sync.sync();
      Files.writeString(directory.resolve("file"), "content");
      sync.sync();
    }
  }

  /** The number of a descriptor that was closed is given to the next file. */
  @Test
  void close_twice_closesNothingElse() throws IOException {
    FileSystemSync sync = here();
    sync.close();
    try (FileSystemSync next = here()) {
      sync.close();
      next.sync();
    }
  }

  @Test
  void sync_onAVirtualThreadThatIsInterrupted_succeedsAndKeepsTheInterrupt() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (FileSystemSync sync = here()) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      sync.sync();
                      interrupted.set(Thread.currentThread().isInterrupted());
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      thread.join();
    }
    assertThat(interrupted).isTrue();
  }

  private FileSystemSync here() throws IOException {
    Optional<FileSystemSync> sync = FileSystemSync.open(directory);
    assumeTrue(sync.isPresent(), "no such sync here");
    return sync.orElseThrow();
  }
}
