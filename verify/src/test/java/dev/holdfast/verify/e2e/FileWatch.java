package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a file again and again while others write it, as any program might. */
final class FileWatch implements AutoCloseable {

  private final Path file;
  private final Consumer<byte[]> check;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;
  private volatile int contents;

  private FileWatch(Path file, Consumer<byte[]> check) {
    this.file = file;
    this.check = check;
    this.thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  /**
   * Watches from now on.
   *
   * @param check throws if the content is not whole
   */
  static FileWatch of(Path file, Consumer<byte[]> check) {
    return new FileWatch(file, check);
  }

  private void watch() {
    byte[] last = {};
    int seen = 0;
    try {
      while (!stopped) {
        byte[] content = Files.readAllBytes(file);
        if (!Arrays.equals(content, last)) {
          check.accept(content);
          last = content;
          contents = ++seen;
        }
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  /** Ends the watch; fails if a read failed or found half a file, or if nothing ever changed. */
  void assertNeverTornNorMissing() {
    close();
    assertThat(failure).as("what a reader met").isNull();
    assertThat(contents).as("different contents that a reader saw").isGreaterThan(2);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(Launcher.DEADLINE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
