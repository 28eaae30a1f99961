package dev.holdfast.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A snapshot by a command that copies a directory, with a lock held that keeps writers out
 * meanwhile. Writers use the raw sequence, and share the lock.
 */
final class LockedCopy implements SnapshotPeer {

  private final List<String> command;
  private final FilePeer files;
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final AtomicLong longestWait = new AtomicLong();

  private LockedCopy(Path directory, List<String> command) {
    this.command = command;
    files = new RawFilePeer(directory, true);
  }

  /** All files as hard links. */
  static SnapshotPeer hardLinks(Path directory) {
    return new LockedCopy(directory, List.of("cp", "-al", directory.toString()));
  }

  /** All contents copied. */
  static SnapshotPeer contents(Path directory) {
    return new LockedCopy(directory, List.of("rsync", "-a", directory + "/"));
  }

  @Override
  public String title() {
    return "`" + command.get(0) + " " + command.get(1) + "`, lock held";
  }

  @Override
  public void replace(int file, byte[] content) throws Exception {
    long asked = System.nanoTime();
    lock.readLock().lock();
    try {
      longestWait.accumulateAndGet(System.nanoTime() - asked, Math::max);
      files.replace(file, content);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public long longestWait() {
    return longestWait.get();
  }

  @Override
  public void snapshot(Path into) throws IOException, InterruptedException {
    List<String> copy = new ArrayList<>(command);
    copy.add(into.toString());
    lock.writeLock().lock();
    try {
      int status =
          new ProcessBuilder(copy)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("%s failed with status %d".formatted(copy, status));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
