package dev.holdfast.file;

import dev.holdfast.internal.os.DirectorySync;
import dev.holdfast.internal.os.FileSystemSync;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A writer's part in the syncs that the writers of one directory in this process share while there
 * are several.
 *
 * <p>Names: one sync of the directory serves all who renamed before it began.
 *
 * <p>Contents: a few writers sync their files themselves, at the same time, which the file system
 * batches. From {@value #MANY} on one sync of the whole file system, which costs two or three of
 * theirs, serves all who had written before it began; see {@link FileSystemSync}. An error is
 * reported to one sync only, so it is the failure of everybody who had begun to write before it was
 * seen, also of those who were not waiting for that sync.
 */
final class SharedSyncs implements AutoCloseable {

  /** With so many writers at the same moment a sync of the whole file system pays. */
  static final int MANY = 4;

  /** Makes one file durable. */
  interface OwnSync {
    void run() throws IOException;
  }

  /** What the writers of a directory share; forgotten when there is none. */
  private static final class Directory {
    private final SharedSync names = new SharedSync();
    private final SharedSync contents = new SharedSync();

    // Guarded by DIRECTORIES.
    private int users;
    private @Nullable FileSystemSync fileSystem;
    private boolean opened;

    // Guarded by this.
    private int syncing;
    private int failures;

    private synchronized boolean enter() {
      return ++syncing >= MANY;
    }

    private synchronized void leave() {
      syncing--;
    }

    private synchronized int failures() {
      return failures;
    }

    private synchronized void failed() {
      failures++;
    }
  }

  private static final Map<Path, Directory> DIRECTORIES = new HashMap<>();

  private final Path path;
  private final Directory directory;

  /** Null if it was opened too late to answer for what this writer writes. */
  private final @Nullable FileSystemSync fileSystem;

  private final int failuresBefore;

  private SharedSyncs(Path path, Directory directory) {
    this.path = path;
    this.directory = directory;
    this.fileSystem = directory.fileSystem;
    this.failuresBefore = directory.failures();
  }

  /** To be called before anything is written in a directory, {@code path} being its real path. */
  static SharedSyncs in(Path path) {
    synchronized (DIRECTORIES) {
      Directory directory = DIRECTORIES.computeIfAbsent(path, _ -> new Directory());
      directory.users++;
      if (directory.users >= MANY && !directory.opened) {
        directory.opened = true;
        directory.fileSystem = open(path);
      }
      return new SharedSyncs(path, directory);
    }
  }

  private static @Nullable FileSystemSync open(Path path) {
    try {
      return FileSystemSync.open(path).orElse(null);
    } catch (IOException e) {
      return null; // everybody syncs his own file, which needs nothing more
    }
  }

  /**
   * Makes the content durable that this writer wrote.
   *
   * @param own makes only this one durable
   */
  void content(OwnSync own) throws IOException {
    boolean many = directory.enter();
    try {
      if (many && fileSystem != null) {
        directory.contents.run(_ -> sync(fileSystem));
        if (directory.failures() != failuresBefore) {
          throw new IOException("a sync of the file system, shared with others, failed before");
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException(); // as the sync of one file does
        }
      } else {
        own.run();
      }
    } finally {
      directory.leave();
    }
  }

  private void sync(FileSystemSync everything) throws IOException {
    try {
      everything.sync();
    } catch (IOException e) {
      directory.failed();
      throw e;
    }
  }

  /** Makes the names in the directory durable that this writer created, replaced or removed. */
  void names() throws IOException {
    directory.names.run(_ -> DirectorySync.sync(path));
  }

  @Override
  public void close() throws IOException {
    FileSystemSync last = null;
    synchronized (DIRECTORIES) {
      if (--directory.users == 0) {
        DIRECTORIES.remove(path);
        last = directory.fileSystem;
      }
    }
    if (last != null) {
      last.close();
    }
  }
}
