package dev.holdfast.verify.file;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileCommitException;
import dev.holdfast.file.Outcome;
import dev.holdfast.lock.LockManager;
import dev.holdfast.testkit.fork.Parent;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * F2: a process that changes files at random until the power of their disk is cut. It survives
 * that, and then tells what it did.
 */
final class PowerCutWorker {

  private static final int OWN_NAMES = 3;
  private static final int SHARED_NAMES = 4;
  private static final int MAX_BYTES = 60_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicFiles updated;
  private final String name;

  private PowerCutWorker(Path locks, String name) throws IOException {
    this.updated = AtomicFiles.lockedBy(LockManager.open(locks));
    this.name = name;
  }

  public static void main(String[] arguments) throws IOException {
    PowerCutWorker worker = new PowerCutWorker(Path.of(arguments[0]), arguments[1]);
    Parent.say("ready");
    Parent.obey(worker::obey);
  }

  /** Of one command: the kind of writer, the root of the disk, a seed, how many threads. */
  private void obey(List<String> words) throws Exception {
    WriterKind writer = WriterKind.valueOf(words.get(0));
    Path root = Path.of(words.get(1));
    Random random = new Random(Long.parseLong(words.get(2)));
    CountDownLatch begun = new CountDownLatch(1);
    List<Future<List<WitnessedChange>>> running = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words.get(3)); i++) {
      Run run = new Run(writer, root, new Random(random.nextLong()), name + "." + i, begun);
      running.add(threads.submit(run));
    }
    begun.await();
    Parent.say("begun");
    for (Future<List<WitnessedChange>> each : running) {
      each.get().forEach(change -> Parent.say(change.toLine()));
    }
    Parent.say("over");
  }

  /** What one thread does until it is cut off. */
  private final class Run implements Callable<List<WitnessedChange>> {
    private final WriterKind writer;
    private final Path root;
    private final Random random;
    private final String owner;
    private final CountDownLatch begun;
    private final List<WitnessedChange> changes = new ArrayList<>();

    Run(WriterKind writer, Path root, Random random, String owner, CountDownLatch begun) {
      this.writer = writer;
      this.root = root;
      this.random = random;
      this.owner = owner;
      this.begun = begun;
    }

    @Override
    public List<WitnessedChange> call() throws Exception {
      try {
        while (changeOne()) {
          if (!changes.isEmpty()) {
            begun.countDown();
          }
        }
        return changes;
      } finally {
        begun.countDown(); // or nobody would hear what went wrong
      }
    }

    /** Returns false at the first failure. */
    private boolean changeOne() throws Exception {
      int choice = random.nextInt(10);
      if (choice == 0 && writer == WriterKind.HOLDFAST) {
        return count();
      }
      String file =
          choice < 7
              ? "own-%s-%d".formatted(owner, random.nextInt(OWN_NAMES))
              : "shared-" + random.nextInt(SHARED_NAMES);
      Path path = root.resolve(file);
      long version = random.nextLong() & Long.MAX_VALUE;
      byte[] content = SelfChecking.content(version, MAX_BYTES);
      return switch (random.nextInt(4)) {
        case 0 -> witness(file, WitnessedChange.ABSENT, () -> writer.delete(path));
        case 1 -> witness(file, version, () -> writer.createNew(path, content));
        default -> witness(file, version, () -> writer.write(path, content));
      };
    }

    /** One change of a file. */
    private interface Step {
      void make() throws IOException, InterruptedException;
    }

    private boolean witness(String file, long version, Step step) throws Exception {
      long beginNanos = System.nanoTime();
      try {
        step.make();
        changes.add(new WitnessedChange(file, version, beginNanos, System.nanoTime()));
        return true;
      } catch (FileAlreadyExistsException e) {
        return true; // and nothing was changed
      } catch (FileCommitException e) {
        if (e.outcome() != Outcome.NOT_COMMITTED) {
          changes.add(WitnessedChange.cutOff(file, version, beginNanos));
        }
        return false;
      } catch (IOException e) { // of a writer that does not say
        changes.add(WitnessedChange.cutOff(file, version, beginNanos));
        return false;
      }
    }

    /** All threads of all processes count in one file. */
    private boolean count() throws Exception {
      AtomicBoolean read = new AtomicBoolean();
      long[] count = new long[1];
      Path path = root.resolve(WitnessedChange.COUNTER);
      long beginNanos = System.nanoTime();
      try {
        updated.update(
            path,
            old -> {
              count[0] = 1 + (old.length == 0 ? 0 : SelfChecking.versionOf(old));
              read.set(true);
              return SelfChecking.content(count[0], MAX_BYTES);
            });
        changes.add(
            new WitnessedChange(WitnessedChange.COUNTER, count[0], beginNanos, System.nanoTime()));
        return true;
      } catch (IOException e) {
        boolean refused =
            e instanceof FileCommitException failure && failure.outcome() == Outcome.NOT_COMMITTED;
        if (read.get() && !refused) {
          changes.add(WitnessedChange.cutOff(WitnessedChange.COUNTER, count[0], beginNanos));
        }
        return false;
      }
    }
  }
}
