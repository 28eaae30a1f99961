package dev.holdfast.internal.os;

import dev.holdfast.internal.count.SyncCounter;
import dev.holdfast.internal.os.LinuxFileCalls.Call;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes everything durable at once that was written to a file system: {@code syncfs(2)} of Linux.
 * Costs one flush of the device and one commit of the journal, however many files there are.
 *
 * <p>The kernel remembers for an open descriptor whether anything could not be written since it was
 * opened, or since the last sync through it, and says so once. So {@link #sync} answers for what
 * was written after {@link #open} and after the last sync that succeeded. It fails if anything on
 * the file system could not be written, also what others wrote.
 *
 * <p>Only for the file systems of which this was read in their source: ext4, xfs and btrfs. An
 * overlay is told nothing of what its layers could not write, and FUSE and network file systems go
 * their own ways. On ext4 without a journal, what could not be written of its own blocks (inodes,
 * bitmaps) is told to one of those who sync at the same time.
 */
public final class FileSystemSync implements Closeable {

  /** Older kernels tell nobody that something could not be written. */
  private static final int ERRORS_SINCE_MAJOR = 5;

  private static final int ERRORS_SINCE_MINOR = 8;

  private static final Set<Long> RELIABLE =
      Set.of(FileSystemType.EXT4, FileSystemType.XFS, FileSystemType.BTRFS);

  private static final int CLOSED = -1;

  private static final Pattern KERNEL = Pattern.compile("(\\d+)\\.(\\d+).*");

  private final Path directory;

  /** The descriptor; negative when it is closed: its number is somebody else's by then. */
  private final AtomicInteger descriptor;

  private FileSystemSync(Path directory, int descriptor) {
    this.directory = directory;
    this.descriptor = new AtomicInteger(descriptor);
  }

  /**
   * For the file system of a directory, before anything is written that it is to answer for. Empty
   * where there is no such sync, or none that can be relied on.
   */
  public static Optional<FileSystemSync> open(Path directory) throws IOException {
    if (!LinuxFileCalls.supported(directory) || !reportsErrors(System.getProperty("os.version"))) {
      return Optional.empty();
    }
    FileSystemSync sync = new FileSystemSync(directory, LinuxFileCalls.openDirectory(directory));
    if (RELIABLE.contains(LinuxFileCalls.fileSystemType(sync.descriptor.get()))) {
      return Optional.of(sync);
    }
    sync.close();
    return Optional.empty();
  }

  static boolean reportsErrors(String kernel) {
    Matcher version = KERNEL.matcher(kernel);
    if (!version.matches()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > ERRORS_SINCE_MAJOR
        || (major == ERRORS_SINCE_MAJOR && minor >= ERRORS_SINCE_MINOR);
  }

  /** Makes durable what was written before. Not interruptible. */
  public void sync() throws IOException {
    SyncCounter.FILE_SYSTEM.count(
        () -> {
          if (Thread.currentThread().isVirtual()) {
            syncElsewhere(); // the call would keep the carrier from running other virtual threads
          } else {
            syncHere();
          }
        });
  }

  private void syncHere() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = LinuxSystem.newState(arena);
      long result = LinuxFileCalls.call(state, Call.SYNCFS, descriptor.get(), 0, 0, 0, 0);
      if (result < 0) {
        throw LinuxFileCalls.failure("sync the file system", directory, (int) -result);
      }
    }
  }

  private void syncElsewhere() throws IOException {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              syncHere();
              return true;
            });
    Thread _ = Thread.ofPlatform().daemon().name("holdfast-sync").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean _ = task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    int open = descriptor.getAndSet(CLOSED);
    if (open >= 0) {
      LinuxFileCalls.close(open);
    }
  }
}
