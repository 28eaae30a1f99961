package dev.holdfast.verify.file;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.FileCommitException;
import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process that writes files as it is told. */
final class FileWorker {

  private static final int MAX_BYTES = 100_000;

  private final Map<String, ExecutorService> threads = new HashMap<>();
  private volatile boolean over;
  private @Nullable Thread background;

  private FileWorker() {}

  public static void main(String[] arguments) {
    Parent.say("ready");
    Parent.obey(new FileWorker()::obey);
  }

  private void obey(List<String> words) throws InterruptedException {
    switch (words.getFirst()) {
      case "thread" -> startThread(words.get(1));
      case "on" -> {
        String name = words.get(1);
        List<String> change = words.subList(2, words.size());
        requireNonNull(threads.get(name), name)
            .execute(() -> Parent.say(name + " " + once(change)));
      }
      default -> obeyHere(words);
    }
  }

  /** Starts a thread that makes changes; its system calls can be traced. */
  private void startThread(String name) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    threads.put(name, thread);
    thread.execute(
        () -> {
          try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Parent.say("thread %s is %s".formatted(name, self.getFileName()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void obeyHere(List<String> words) throws InterruptedException {
    WriterKind writer = WriterKind.valueOf(words.get(1));
    Path path = Path.of(words.get(2));
    switch (words.getFirst()) {
      case "create" -> Parent.say(once(words));
      case "replace-on" ->
          start(() -> replace(writer, path, new Random(Long.parseLong(words.get(3)))));
      case "race-on" -> start(() -> race(writer, path, words));
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

  /** Makes a change and returns what to say of it. */
  private static String once(List<String> words) {
    WriterKind writer = WriterKind.valueOf(words.get(1));
    Path path = Path.of(words.get(2));
    try {
      switch (words.getFirst()) {
        case "write" -> writer.write(path, version(words));
        case "create" -> writer.createNew(path, version(words));
        case "update" -> writer.update(path, version(words));
        case "delete" -> writer.delete(path);
        default -> throw new IllegalArgumentException(words.toString());
      }
      return "done";
    } catch (FileCommitException e) {
      return "failed %s at %s: %s".formatted(e.outcome(), e.step(), e.getMessage());
    } catch (FileAlreadyExistsException e) {
      return "exists";
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      return "failed otherwise: " + e;
    }
  }

  private static byte[] version(List<String> words) {
    return SelfChecking.content(Long.parseLong(words.get(3)), MAX_BYTES);
  }

  /** A change of files. */
  private interface Change {
    void make() throws IOException;
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
}
