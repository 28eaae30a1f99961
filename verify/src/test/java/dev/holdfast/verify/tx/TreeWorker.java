package dev.holdfast.verify.tx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.holdfast.file.Content;
import dev.holdfast.lock.LockHandle;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockRequest;
import dev.holdfast.testkit.fork.Parent;
import dev.holdfast.tx.FileTransaction;
import dev.holdfast.tx.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A process that changes and reads a tree of {@value #FILES} files, all of which have one content:
 * the number of the transaction that wrote them last. Every second transaction moves them to the
 * other of two directories as well.
 */
final class TreeWorker {

  static final int FILES = 5;

  private final LockManager locks;
  private final Path root;
  private final FileTree tree;
  private @Nullable FileTransaction staged;

  private TreeWorker(String lockDirectory, String root) throws IOException, InterruptedException {
    this.locks = LockManager.open(Path.of(lockDirectory));
    this.root = Path.of(root);
    this.tree = FileTree.open(this.root, locks);
  }

  public static void main(String[] arguments) throws Exception {
    TreeWorker worker = new TreeWorker(arguments[0], arguments[1]);
    // The traced thread; where tests kill at system calls of this one thread.
    Parent.say("ready " + Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
    Parent.obey(worker::obey);
  }

  private void obey(List<String> words) throws IOException, InterruptedException {
    switch (words.getFirst()) {
      case "change" -> {
        change(Long.parseLong(words.get(1)));
        Parent.say("done");
      }
      case "stage" -> {
        staged = tree.begin(List.of());
        staged.put(root.resolve("staged"), Content.text("staged"));
        Parent.say("done");
      }
      case "commit" -> {
        requireNonNull(staged).commit();
        staged.close();
        Parent.say("done");
      }
      case "begin-often" -> {
        try {
          for (int i = Integer.parseInt(words.get(1)); i > 0; i--) {
            tree.begin(List.of()).close();
          }
          Parent.say("done");
        } finally {
          Path _ = Files.createFile(root.resolve("ended"));
        }
      }
      case "change-on" -> {
        Random random = new Random(Long.parseLong(words.get(1)));
        start(
            () -> {
              long value = random.nextLong(Long.MAX_VALUE);
              Parent.say("try " + value);
              change(value);
              Parent.say("done %d %d".formatted(value, System.nanoTime()));
            });
      }
      case "write-on" -> {
        Path own = root.resolve("own-" + words.get(1));
        long[] written = {0};
        start(
            () -> {
              tree.files().write(own, Long.toString(++written[0]).getBytes(UTF_8));
              Parent.say("wrote " + written[0]);
            });
      }
      case "read-on" ->
          start(() -> Parent.say("read " + tree.<Long, IOException>read(() -> valueOf(root))));
      default -> throw new IllegalArgumentException(words.toString());
    }
  }

  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private static void start(Step step) {
    Thread _ =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (true) {
                      step.take();
                    }
                  } catch (IOException
                      | InterruptedException
                      | RuntimeException
                      | AssertionError e) {
                    Parent.say("error " + e);
                  }
                });
  }

  /** Writes all files, and moves them from the directory where they are to the other one. */
  private void change(long value) throws IOException, InterruptedException {
    try (LockHandle handle = tree.acquire(LockRequest.exclusive("all files"))) {
      String from = directoryOf(root);
      String to = from.equals("one") ? "two" : "one";
      try (FileTransaction change = tree.begin(List.of(handle))) {
        for (int i = 0; i < FILES; i++) {
          Path file = root.resolve(from).resolve("f" + i);
          if (value % 2 == 0) {
            change.put(file, Content.text(Long.toString(value)));
          } else {
            change.delete(file);
            change.put(root.resolve(to).resolve("f" + i), Content.text(Long.toString(value)));
          }
        }
        change.commit();
      }
    }
  }

  private static String directoryOf(Path root) {
    return Files.exists(root.resolve("one/f0")) ? "one" : "two";
  }

  /**
   * The content that all files have.
   *
   * @throws AssertionError if they are not those of one transaction
   */
  static long valueOf(Path root) throws IOException {
    Path directory = root.resolve(directoryOf(root));
    Path other = root.resolve(directory.endsWith("one") ? "two" : "one");
    String value = Files.readString(directory.resolve("f0"));
    for (int i = 0; i < FILES; i++) {
      String found;
      try {
        found = Files.readString(directory.resolve("f" + i));
      } catch (NoSuchFileException e) {
        found = "missing";
      }
      if (!found.equals(value) || Files.exists(other.resolve("f" + i))) {
        throw new AssertionError(
            "half a transaction: f0 has %s, f%d %s".formatted(value, i, found));
      }
    }
    return Long.parseLong(value);
  }

  static void prepare(Path root) throws IOException {
    Files.createDirectories(root.resolve("one"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(root.resolve("one/f" + i), "0");
    }
  }
}
