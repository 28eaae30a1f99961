package dev.holdfast.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoundedReadTest {

  @TempDir Path directory;

  @Test
  void read_ofAFileThatSaysItIsEmpty_givesAll() throws Exception {
    Path file = Path.of("/proc/version");
    assumeThat(file).exists();

    assertThat(BoundedRead.read(file, 10_000)).isEqualTo(Files.readAllBytes(file)).isNotEmpty();
  }

  @Test
  void read_ofAFileThatSaysItIsLarger_givesAll() throws Exception {
    Path file = Path.of("/sys/class/net/lo/address");
    assumeThat(file).exists();

    assertThat(BoundedRead.read(file, 100)).isEqualTo(Files.readAllBytes(file)).isNotEmpty();
  }

  /** Its size says nothing: it is met at the end of each array that was taken for large enough. */
  @ParameterizedTest
  @ValueSource(ints = {8192, 8193, 100_000})
  void read_ofMoreThanTheSizeSaid_givesAll_upToTheLimit(int length) throws Exception {
    byte[] content = content(length);

    assertThat(throughPipe(content, length)).isEqualTo(content);
    assertThatExceptionOfType(FileTooLargeException.class)
        .isThrownBy(() -> throughPipe(content, length - 1));
  }

  private byte[] throughPipe(byte[] content, long maxBytes) throws Exception {
    Path pipe = directory.resolve("pipe-" + maxBytes);
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                Path _ = Files.write(pipe, content);
              } catch (IOException e) {
                throw new UncheckedIOException(e); // the reader had enough
              }
            });
    byte[] read = BoundedRead.read(pipe, maxBytes);
    writer.join();
    return read;
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }
}
