package dev.holdfast.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir Path directory;

  @Test
  void directory_isGoneAtTheEnd() throws Exception {
    Scratch scratch = Scratch.in(directory);
    Files.createFile(scratch.subdirectory("one").resolve("file"));

    assertThat(scratch.remove()).isEmpty();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void programThatEnds_interruptsTheWorkerAndWaitsForIt() throws Exception {
    CompletableFuture<Scratch> made = new CompletableFuture<>();
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<?> work =
          worker.submit(
              () -> {
                Scratch scratch = Scratch.in(directory);
                made.complete(scratch);
                int count = 0;
                while (!Thread.currentThread().isInterrupted()) {
                  Files.createFile(scratch.path().resolve("file-" + count++));
                }
                return scratch.remove();
              });

      made.get().removeAtExit();

      assertThat(directory).isEmptyDirectory();
      assertThat(work.get()).isEqualTo("");
    }
  }

  @Test
  void directoryThatCannotBeMade_isAnError() {
    assertThatThrownBy(() -> Scratch.in(directory.resolve("missing")))
        .isInstanceOf(IOException.class);
  }
}
