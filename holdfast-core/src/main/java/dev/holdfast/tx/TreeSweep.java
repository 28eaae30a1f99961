package dev.holdfast.tx;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.os.DirectoryEntries;
import dev.holdfast.internal.os.FileLook;
import dev.holdfast.internal.os.LivingWriter;
import dev.holdfast.internal.tree.Deletion;
import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Finds or removes what dead writers left; see {@link LivingWriter} for how the dead are known. */
final class TreeSweep {

  private final TreeLayout layout;
  private final TreeLock lock;
  private final AtomicFiles files;
  private final boolean remove;
  private final List<Path> found = new ArrayList<>();

  /**
   * A sweep.
   *
   * @param remove or only look
   */
  TreeSweep(TreeLayout layout, TreeLock lock, AtomicFiles files, boolean remove) {
    this.layout = layout;
    this.lock = lock;
    this.files = files;
    this.remove = remove;
  }

  /** Looks into the journal and the whole tree. */
  List<Path> run() throws IOException, InterruptedException {
    List<Path> _ = runInJournal();
    runInDirectories();
    return List.copyOf(found);
  }

  /** Looks into the journal only. */
  List<Path> runInJournal() throws IOException, InterruptedException {
    if (Files.isDirectory(layout.directory(), LinkOption.NOFOLLOW_LINKS)) {
      for (Path stage : list(layout.directory(), "stage-*")) {
        if (Stage.isForeign(stage)) {
          treatIfDead(stage);
        }
      }
    }
    return List.copyOf(found);
  }

  private void treatIfDead(Path stage) throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(
            Stage.lockOf(stage), // made if missing: then its writer cannot make it any more
            Set.of(
                StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      if (LivingWriter.claim(channel, false)) {
        if (!remove) {
          found.add(stage);
          return;
        }
        // The dead make no records. If there was one that needs this stage, it is done with now.
        boolean _ = lock.recover();
        if (!FileLook.exists(stage)) {
          return;
        }
        TreeSyncs.names(layout.directory()); // a record that was not synced cannot come back
        Deletion.delete(stage, Stage.lockOf(stage));
        FileCounters.SWEPT.increment();
        found.add(stage);
      }
    } catch (NoSuchFileException e) {
      // Its writer, or another sweep, was faster.
    } catch (AccessDeniedException e) {
      // Something of somebody else was deleted with a directory: only he can remove it.
    }
  }

  private static List<Path> list(Path directory, String names) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
      entries.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** Looks into each directory that is part of the tree. */
  private void runInDirectories() throws IOException {
    Deque<Path> pending = new ArrayDeque<>(List.of(layout.root()));
    while (!pending.isEmpty()) {
      Path directory = pending.pop();
      DirectoryEntries entries;
      try {
        entries = DirectoryEntries.of(directory, TreeLayout.RESERVED_PREFIX + "-");
      } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException e) {
        continue; // removed meanwhile, or nobody's business who may not look into it
      }
      for (Path each : entries.directories()) {
        if (!TreeLayout.isReserved(each.getFileName())) {
          pending.push(each);
        }
      }
      treatTemporaries(
          directory,
          entries.marked().stream().filter(each -> each.toString().endsWith(".tmp")).toList());
    }
  }

  private void treatTemporaries(Path directory, List<Path> candidates) throws IOException {
    if (candidates.isEmpty()) {
      return;
    }
    if (!remove) {
      found.addAll(files.leftovers(directory));
    } else if (files.sweep(directory) > 0) {
      for (Path candidate : candidates) {
        if (!FileLook.exists(candidate)) {
          found.add(candidate);
        }
      }
    }
  }
}
