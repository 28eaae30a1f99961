package dev.holdfast.testkit.crash;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Records what code does to files, to try what a crash at any moment would leave.
 *
 * <p>The code gets a directory of a file system of its own and uses it through {@code
 * java.nio.file} only. It sees the same path in the recording and after each crash. Paths of this
 * file system have no {@code File}; writes to mapped memory are refused, since they cannot be seen.
 *
 * <p>It is made for small files: those of a few pages are tried in all that may become of them, of
 * larger ones a choice. A file may have up to 2 GiB, but a megabyte is already slow.
 *
 * <p>Many threads may work at once: their operations are recorded in the order in which they took
 * effect. What is not the same in each run, such as random names, is fine; the number of a crash
 * says the same crash again as long as the operations come in the same order.
 */
public final class CrashSimulator {

  private final PersistenceModel model;
  private final Path parent;
  private final DirectoryTask<? extends IOException> setup;

  private CrashSimulator(
      PersistenceModel model, Path parent, DirectoryTask<? extends IOException> setup) {
    this.model = model;
    this.parent = parent;
    this.setup = setup;
  }

  /**
   * A simulator of disks of this kind. Its directories are in memory ({@code /dev/shm}) if there is
   * such a place, else with other temporary files.
   */
  public static CrashSimulator of(PersistenceModel model) {
    return new CrashSimulator(requireNonNull(model), Scratch.defaultParent(), root -> {});
  }

  /** This simulator with its directories in {@code directory}. */
  public CrashSimulator within(Path directory) {
    return new CrashSimulator(model, requireNonNull(directory), setup);
  }

  /** This simulator with files that are there, and durable, before the workload starts. */
  public CrashSimulator startingWith(DirectoryTask<? extends IOException> files) {
    return new CrashSimulator(model, parent, requireNonNull(files));
  }

  /**
   * Runs the workload once, in this thread, and records what it does.
   *
   * @throws E if the workload does
   * @throws java.io.UncheckedIOException if the simulator cannot use its directories
   */
  public <E extends Exception> Recording run(Workload<E> workload) throws E {
    try (Session session = Session.fresh(parent, setup)) {
      Recorder recorder = session.record();
      workload.run(session.view(recorder), recorder);
      return recorder.recording(model, parent);
    }
  }
}
