package dev.holdfast.personas;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockHandle;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The personas that ship with the program, one of each category. */
final class Samples {

  static final List<String> FILE_NAMES =
      List.of(
          "kitchen-table-budgeter.md",
          "lantern-keeper.md",
          "meeting-gardener.md",
          "patient-proofreader.md",
          "trail-naturalist.md");

  private Samples() {}

  static byte[] read(String fileName) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("samples/" + fileName)) {
      if (in == null) {
        throw new FileNotFoundException("the program was packed without its sample " + fileName);
      }
      return in.readAllBytes();
    }
  }

  /** Is this a sample, unchanged? */
  static boolean contain(String fileName, byte[] content) {
    try {
      return FILE_NAMES.contains(fileName) && Arrays.equals(content, read(fileName));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own resource
    }
  }

  /** Writes the samples, never over a file, as long as {@code handle} is held. */
  static void write(Path directory, AtomicFiles files, LockHandle handle) throws IOException {
    for (String fileName : FILE_NAMES) {
      try {
        files.createNew(directory.resolve(fileName), read(fileName), handle);
      } catch (FileAlreadyExistsException e) {
        // Put there by hand just now; it stays.
      }
    }
  }
}
