package dev.holdfast.testkit.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedJvmTest {

  private static final int KILLS = 5;

  @TempDir Path directory;

  /** Says numbers without end and keeps, where it survives it, which it has said. */
  static final class Counter {
    private Counter() {}

    public static void main(String[] arguments) throws IOException {
      ByteBuffer said = countIn(Path.of(arguments[0]));
      for (int i = 1; ; i++) {
        Parent.say(String.valueOf(i));
        said.putInt(0, i);
      }
    }
  }

  private static ByteBuffer countIn(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, Integer.BYTES);
    }
  }

  @Test
  void kill_losesNothingThatTheProcessHadSaid() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Path file = directory.resolve("said-" + kill);
      try (ForkedJvm process = ForkedJvm.of(Counter.class).arguments(file).start()) {
        String _ = process.await("1");

        process.kill();

        int said = countIn(file).getInt(0);
        assertThat(Integer.parseInt(process.allOutput().getLast())).isBetween(said, said + 1);
      }
    }
  }
}
