package dev.holdfast.verify.persona;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that knows no locks: an editor that empties a file and writes it in parts, slowly. It
 * says of each save when it began and ended, and its longest pause.
 */
final class EditorWorker {

  private static final int PARTS = 5;
  private static final int PAUSE_NANOS = 15_000_000;
  private static final int MAX_BREAK_NANOS = 400_000_000;

  private EditorWorker() {}

  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    Parent.say("ready");
    Parent.obey(words -> saveOften(file, words));
  }

  private static void saveOften(Path file, List<String> words) throws IOException {
    Random random = new Random(Long.parseLong(words.get(0)));
    for (int i = 0; i < Integer.parseInt(words.get(1)); i++) {
      save(file, "save-" + i);
      LockSupport.parkNanos(random.nextInt(MAX_BREAK_NANOS));
    }
    Parent.say("idle");
  }

  private static void save(Path file, String token) throws IOException {
    byte[] text = Text.first("ann", token).file().getBytes(UTF_8);
    long startNanos = System.nanoTime();
    long longestNanos = 0;
    long lastNanos = startNanos;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int part = 0; part < PARTS; part++) {
        int from = text.length * part / PARTS;
        int to = text.length * (part + 1) / PARTS;
        LockSupport.parkNanos(PAUSE_NANOS);
        int _ = channel.write(ByteBuffer.wrap(text, from, to - from));
        long nanos = System.nanoTime();
        longestNanos = Math.max(longestNanos, nanos - lastNanos);
        lastNanos = nanos;
      }
    }
    Parent.say("saved %s %d %d %d".formatted(token, startNanos, lastNanos, longestNanos));
  }
}
