package dev.holdfast.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory, files in it, and the check that nothing is left over. */
abstract class FilesFixture {

  @TempDir Path directory;

  final FileLockManager locks = FileLockManager.inProcess();
  final AtomicFiles files = locks.files();
  Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("file.md");
  }

  @AfterEach
  void noTemporaryIsLeft() throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      assertThat(entries).noneMatch(entry -> entry.getFileName().toString().endsWith(".tmp"));
    }
    locks.close();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
