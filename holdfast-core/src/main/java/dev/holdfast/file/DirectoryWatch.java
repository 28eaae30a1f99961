package dev.holdfast.file;

import dev.holdfast.internal.os.Inotify;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells at once which entries of a directory changed, so that a cache of them need not look at all.
 *
 * <p><b>Promise.</b> A change that was complete before {@link #changes} was called, by whichever
 * process, is told by that call: its name, or that everything may have changed. A change that goes
 * on meanwhile is told by that call or by a later one. So ask first and read then: what a later
 * change makes out of date is told by the next call.
 *
 * <p><b>What changes without being told:</b>
 *
 * <ul>
 *   <li>a file with several hard links, through another name of it: look at a file anew each time
 *       unless {@link FileStamp#soleName}, and after a change look at the other names of that file,
 *       too; if the name is gone by then, any file may have been meant;
 *   <li>a file through memory that is mapped, or by asynchronous I/O, until it is closed;
 *   <li>a file to which a hard link was made in another directory since its stamp was taken, one
 *       that something was mounted on, or that an NFS server on this machine writes.
 * </ul>
 *
 * So whoever uses this takes a look at everything now and then.
 *
 * <p>It works on Linux with native access, on ext4, xfs, btrfs, f2fs and tmpfs. Elsewhere, where
 * the system has no watch left to give, or where the directory is gone, each answer is that
 * everything may have changed, and nothing fails. Temporary files of {@link AtomicFiles} are not
 * told of.
 *
 * <p>Holds one descriptor from the first question on, no thread and no lock; nothing is left after
 * a crash. Safe for several threads, of which each change is told to one.
 */
public final class DirectoryWatch implements Closeable {

  /**
   * What changed.
   *
   * @param everything may anything have changed?
   * @param names of the entries that have, otherwise
   */
  public record Changes(boolean everything, Set<String> names) {}

  private final Path directory;
  private @Nullable Inotify inotify;
  private String identity = "";
  private boolean closed;

  private DirectoryWatch(Path directory) {
    this.directory = directory;
  }

  /** For a directory, which need not exist. Nothing is opened before the first question. */
  public static DirectoryWatch of(Path directory) {
    return new DirectoryWatch(directory);
  }

  /** What changed since the last call; everything at the first one. */
  public synchronized Changes changes() {
    Set<String> names = new LinkedHashSet<>();
    if (inotify != null) {
      boolean all = inotify.drain(names);
      // Also a parent may have been replaced, of which nobody tells.
      if (all && identity.equals(identityNow())) {
        names.removeIf(name -> TemporaryFile.NAME.matcher(name).matches());
        return new Changes(false, names);
      }
      end();
    }
    if (!closed) {
      begin();
    }
    return new Changes(true, Set.of());
  }

  /** Will the next call tell of what changes from the last one on? */
  public synchronized boolean isWatching() {
    return inotify != null;
  }

  private void begin() {
    identity = identityNow();
    inotify = identity.isEmpty() ? null : Inotify.watch(directory);
    if (!identity.equals(identityNow())) {
      end(); // it was replaced meanwhile: the next call tries again
    }
  }

  private String identityNow() {
    try {
      return FileStamp.of(directory).identity();
    } catch (IOException e) {
      return ""; // gone, or not to be looked at: the reader of the directory will say why
    }
  }

  private void end() {
    if (inotify != null) {
      inotify.close();
      inotify = null;
    }
  }

  /** Idempotent. Every answer after this is that everything may have changed. */
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
