package dev.holdfast.file;

import dev.holdfast.internal.count.FileCounters;
import dev.holdfast.internal.os.DirectorySync;
import dev.holdfast.internal.os.LivingWriter;
import dev.holdfast.internal.tree.TemporaryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;

/** Removes what dead writers left; see {@link LivingWriter} for how the dead are known. */
final class Sweeper {
  private Sweeper() {}

  static int sweep(Path directory) throws IOException {
    int removed = TemporaryDirectory.sweep(directory).size();
    for (Path candidate : candidates(directory)) {
      if (isDead(candidate, Files::deleteIfExists)) {
        removed++;
      }
    }
    if (removed > 0) {
      FileCounters.SWEPT.add(removed);
      DirectorySync.sync(directory);
    }
    return removed;
  }

  static List<Path> leftovers(Path directory) throws IOException {
    List<Path> dead = new ArrayList<>(TemporaryDirectory.leftovers(directory));
    for (Path candidate : candidates(directory)) {
      if (isDead(candidate, _ -> true)) {
        dead.add(candidate);
      }
    }
    return dead;
  }

  /** What is done with a temporary while nobody else can claim it. */
  private interface Treatment {
    boolean apply(Path temporary) throws IOException;
  }

  private static List<Path> candidates(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, ".holdfast-*.tmp")) {
      for (Path entry : entries) {
        Matcher name = TemporaryFile.NAME.matcher(String.valueOf(entry.getFileName()));
        if (name.matches()
            && !LivingWriter.isOfThisJvm(name.group(1))
            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isDead(Path temporary, Treatment treatment) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      // The name is random and never used again, so the path still means the file that is locked.
      return LivingWriter.claim(channel, true) && treatment.apply(temporary);
    } catch (NoSuchFileException e) {
      return false; // its writer, or another sweep, was faster
    }
  }
}
