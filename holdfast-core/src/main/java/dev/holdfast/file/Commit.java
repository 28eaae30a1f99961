package dev.holdfast.file;

import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.lock.LockedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One change on its way: which step it is at, and what became of it so far. */
final class Commit {

  private final String operation;
  private final Path path;
  private final CommitGuard guard;
  private final WriteOptions options;
  private final long startNanos = System.nanoTime();

  private String step = "find the target";
  private Outcome outcome = Outcome.NOT_COMMITTED;

  Commit(String operation, Path path, CommitGuard guard, WriteOptions options) {
    this.operation = operation;
    this.path = path;
    this.guard = guard;
    this.options = options;
  }

  /** The next step begins. */
  void step(String name) {
    step = name;
  }

  /**
   * Takes the step that makes the change visible: inside of the guard, and while the lock is held
   * that must be held; it does not pass on in the middle of it.
   */
  <T> T takeEffect(String name, List<Path> paths, LockedCall<T, IOException> effect)
      throws IOException {
    step = name;
    T result =
        guard.commit(
            paths,
            () ->
                options.handle().isPresent()
                    ? options.handle().get().whileHeld(operation + " " + path, effect)
                    : effect.call());
    outcome = Outcome.UNKNOWN;
    return result;
  }

  boolean hasTakenEffect() {
    return outcome != Outcome.NOT_COMMITTED;
  }

  /** Makes the names in these directories durable, if that was asked for. */
  void syncDirectories(Path... directories) throws IOException {
    if (options.durability() == Durability.FULL) {
      step = "sync directory";
      for (Path directory : directories) {
        SharedSyncs.ofNames(directory);
      }
    }
  }

  /** The change was made, as durable as it was asked for. */
  void done() {
    FileCounters.changes(operation).made.record(System.nanoTime() - startNanos);
  }

  FileCommitException failed(IOException cause) {
    FileCounters.changes(operation).failed(outcome.name());
    return new FileCommitException(operation, path, step, outcome, cause);
  }
}
