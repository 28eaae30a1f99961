package dev.holdfast.verify.file;

import dev.holdfast.file.FileCommitException;
import dev.holdfast.verify.fork.Parent;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process that writes files as it is told. */
final class FileWorker {

  private static final int MAX_BYTES = 100_000;
  private static final int POWER_CUT_NAMES = 8;

  private volatile boolean over;
  private @Nullable Thread background;

  private FileWorker() {}

  public static void main(String[] arguments) throws IOException {
    // The traced thread; where tests fail system calls of this one thread.
    Parent.say("ready " + Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
    Parent.obey(new FileWorker()::obey);
  }

  private void obey(List<String> words) throws InterruptedException {
    WriterKind writer = WriterKind.valueOf(words.get(1));
    Path path = Path.of(words.get(2));
    switch (words.getFirst()) {
      case "write" -> once(() -> writer.write(path, version(words)));
      case "create" -> once(() -> writer.createNew(path, version(words)));
      case "delete" -> once(() -> writer.delete(path));
      case "replace-on" ->
          start(() -> replace(writer, path, new Random(Long.parseLong(words.get(3)))));
      case "race-on" -> start(() -> race(writer, path, words));
      case "change-on" ->
          start(() -> change(writer, path, new Random(Long.parseLong(words.get(3)))));
      case "stop" -> {
        over = true;
        if (background != null) {
          background.join();
        }
        Parent.say("stopped");
      }
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  private static byte[] version(List<String> words) {
    return SelfChecking.content(Long.parseLong(words.get(3)), MAX_BYTES);
  }

  /** A change of files. */
  private interface Change {
    void make() throws IOException;
  }

  private static void once(Change change) {
    try {
      change.make();
      Parent.say("done");
    } catch (FileCommitException e) {
      Parent.say("failed %s at %s: %s".formatted(e.outcome(), e.step(), e.getMessage()));
    } catch (FileAlreadyExistsException e) {
      Parent.say("exists");
    } catch (IOException e) {
      Parent.say("failed otherwise: " + e);
    }
  }

  private void start(Change change) {
    over = false;
    background =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    change.make();
                  } catch (IOException e) {
                    Parent.say("error " + e);
                  }
                });
  }

  /** F1: replaces one file until told to stop. */
  private void replace(WriterKind writer, Path path, Random random) throws IOException {
    long writes = 0;
    for (; !over; writes++) {
      writer.write(path, SelfChecking.content(random.nextLong(), MAX_BYTES));
    }
    Parent.say("wrote " + writes);
  }

  /** F5: creates names at the same instants as everybody else who was told the same. */
  private static void race(WriterKind writer, Path directory, List<String> words)
      throws IOException {
    long version = Long.parseLong(words.get(3));
    long startNanos = Long.parseLong(words.get(4));
    long everyNanos = Long.parseLong(words.get(5));
    int names = Integer.parseInt(words.get(6));
    for (int i = 0; i < names; i++) {
      long at = startNanos + i * everyNanos;
      while (at - System.nanoTime() > 0) {
        LockSupport.parkNanos((at - System.nanoTime()) / 2);
      }
      try {
        writer.createNew(directory.resolve("n" + i), SelfChecking.content(version, MAX_BYTES));
        Parent.say("won " + i);
      } catch (FileAlreadyExistsException e) {
        Parent.say("lost " + i);
      }
    }
    Parent.say("raced");
  }

  /**
   * F2: changes files at random, says so before and after each change, and ends with the first
   * failure.
   */
  private void change(WriterKind writer, Path directory, Random random) {
    boolean[] there = new boolean[POWER_CUT_NAMES];
    for (int i = 0; i < there.length; i++) {
      there[i] = Files.exists(directory.resolve("n" + i));
    }
    try {
      while (!over) {
        int i = random.nextInt(there.length);
        Path path = directory.resolve("n" + i);
        long version = random.nextLong();
        if (there[i] && random.nextInt(4) == 0) {
          Parent.say("try %s absent".formatted(path.getFileName()));
          writer.delete(path);
          there[i] = false;
        } else {
          Parent.say("try %s %d".formatted(path.getFileName(), version));
          byte[] content = SelfChecking.content(version, MAX_BYTES);
          if (there[i]) {
            writer.write(path, content);
          } else {
            writer.createNew(path, content);
          }
          there[i] = true;
        }
        Parent.say("done");
      }
    } catch (FileCommitException e) {
      Parent.say("cut off %s %s".formatted(e.outcome(), e));
    } catch (IOException e) {
      Parent.say("cut off by " + e);
    }
  }
}
