package dev.holdfast.personas.history;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.file.FileStamp;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Removes temporary files of dead writers from a history, without looking into each of its
 * directories at each start: only into those that have changed since the time of a file, {@value
 * #MARKER}. Where a living writer has a temporary file, that time does not go beyond it, so that
 * the directory is looked into again.
 */
final class HistorySweep {

  private static final String MARKER = ".holdfast-swept";

  private final Path directory;
  private final AtomicFiles files;
  private Instant done;

  HistorySweep(Path directory, AtomicFiles files) {
    this.directory = directory;
    this.files = files;
    this.done = Instant.now().minus(FileStamp.GRANULARITY);
  }

  void run() throws IOException {
    Path marker = directory.resolve(MARKER);
    Instant last = markedTime(marker);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path one : all) {
        sweepIfChanged(one, last);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    try {
      Path _ = Files.createFile(marker);
    } catch (FileAlreadyExistsException e) {
      // usual
    }
    Path _ = Files.setLastModifiedTime(marker, FileTime.from(done));
  }

  private static Instant markedTime(Path marker) throws IOException {
    try {
      return Files.getLastModifiedTime(marker, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  private void sweepIfChanged(Path one, Instant last) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(one, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (changed.isBefore(last) || !Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      int _ = files.sweep(one);
      if (changed.isBefore(done) && hasTemporaries(one)) {
        done = changed;
      }
    } catch (NoSuchFileException e) {
      // removed meanwhile
    }
  }

  private static boolean hasTemporaries(Path own) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(own, ".holdfast-*.tmp")) {
      return found.iterator().hasNext();
    }
  }
}
