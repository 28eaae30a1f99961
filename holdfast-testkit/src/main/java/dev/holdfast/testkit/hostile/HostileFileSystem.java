package dev.holdfast.testkit.hostile;

import static java.util.Objects.requireNonNull;

import dev.holdfast.testkit.internal.fs.LayeredFileSystem;
import dev.holdfast.testkit.internal.fs.PathMapping;
import java.nio.file.Path;

/**
 * A directory of another file system, seen through one that fails as it is told: full disks, short
 * writes, errors of single calls, missing features.
 *
 * <p>The code under test uses {@link #root} as it would use the directory. What does not fail is
 * done below. Below may be an ordinary directory, or the root that a {@linkplain
 * dev.holdfast.testkit.crash.CrashSimulator crash simulator} gives, to see what a crash leaves of a
 * change that failed, or of one whose sync was {@linkplain #ignoring ignored}.
 *
 * <p>Faults may be added at any time, also while threads use the file system. Calls are counted
 * from 1.
 */
public final class HostileFileSystem {

  private final Faults faults = new Faults();
  private final Path directory;
  private PathMapping mapping = PathMapping.identity();

  private HostileFileSystem(Path directory) {
    this.directory = directory;
  }

  /** One that fails in nothing as yet. */
  public static HostileFileSystem over(Path directory) {
    return new HostileFileSystem(directory.toAbsolutePath());
  }

  /** The directory, through the hostile file system. Its paths look like those below. */
  public Path root() {
    return new LayeredFileSystem(
            directory.getFileSystem(), mapping, directory, new HostileCalls(faults))
        .path(directory);
  }

  /**
   * Makes one call fail: it does nothing and throws a {@link java.nio.file.FileSystemException}.
   *
   * @param nth which call of this kind, counted from now; 1 is the next
   * @param reason such as {@code "Input/output error"}
   */
  public HostileFileSystem failing(Call call, int nth, String reason) {
    faults.add(new Fault(call, nth, nth, requireNonNull(reason)));
    return this;
  }

  /** Makes all calls of a kind fail, as {@link #failing} does one. */
  public HostileFileSystem failingAlways(Call call, String reason) {
    faults.add(new Fault(call, 1, Long.MAX_VALUE, requireNonNull(reason)));
    return this;
  }

  /**
   * Makes one call do nothing and report success: a sync that somebody forgot.
   *
   * @param call {@link Call#FORCE_FILE} or {@link Call#FORCE_DIRECTORY}
   * @param nth which one, counted from now; 1 is the next
   */
  public HostileFileSystem ignoring(Call call, int nth) {
    faults.add(new Fault(force(call), nth, nth, null));
    return this;
  }

  /** Makes all calls of a kind do nothing, as {@link #ignoring} does one. */
  public HostileFileSystem ignoringAlways(Call call) {
    faults.add(new Fault(force(call), 1, Long.MAX_VALUE, null));
    return this;
  }

  private static Call force(Call call) {
    if (call != Call.FORCE_FILE && call != Call.FORCE_DIRECTORY) {
      throw new IllegalArgumentException("a call of kind " + call + " cannot be ignored");
    }
    return call;
  }

  /**
   * A file whose sync failed counts as clean: later syncs of it report success and make nothing
   * durable, as on Linux since the pages are marked clean. Real systems lose what was written
   * before the failure; here also what is written later is not made durable.
   */
  public HostileFileSystem forgettingAfterFailedForce() {
    faults.forgetAfterFailedForce();
    return this;
  }

  /**
   * Only so many bytes more can be written; then writes are short, then "No space left on device".
   */
  public HostileFileSystem fullAfter(long bytes) {
    faults.fullAfter(bytes);
    return this;
  }

  /** No write takes more than so many bytes. */
  public HostileFileSystem shortWrites(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("writes of at most %d bytes".formatted(maxBytes));
    }
    faults.shortWrites(maxBytes);
    return this;
  }

  /**
   * {@code ATOMIC_MOVE} throws {@link java.nio.file.AtomicMoveNotSupportedException}; other moves
   * copy and delete, as between two file systems.
   */
  public HostileFileSystem withoutAtomicMove() {
    faults.withoutAtomicMove();
    return this;
  }

  /** Hard links throw {@link UnsupportedOperationException}, as on FAT. */
  public HostileFileSystem withoutHardLinks() {
    faults.withoutHardLinks();
    return this;
  }

  /**
   * Names that differ in case only are the same, as on Windows and macOS; a file keeps the case
   * that it was created with. Holds for roots that are asked for afterwards.
   */
  public HostileFileSystem foldingCase() {
    mapping = new FoldedNames();
    return this;
  }

  /** How many calls of a kind there were, the failed ones included: to make each fail in turn. */
  public int count(Call call) {
    return faults.count(call);
  }
}
