package dev.holdfast.testkit.internal.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The entries of a directory as they were when it was opened, as paths of the layer. */
final class LayeredDirectoryStream implements DirectoryStream<Path> {

  private final List<Path> entries;
  private boolean iterated;

  private LayeredDirectoryStream(List<Path> entries) {
    this.entries = entries;
  }

  static DirectoryStream<Path> open(
      Path directory, Path below, DirectoryStream.Filter<? super Path> filter) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(below)) {
      for (Path each : found) {
        Path entry = directory.resolve(String.valueOf(each.getFileName()));
        if (filter.accept(entry)) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(null); // the same order in every run
    return new LayeredDirectoryStream(entries);
  }

  @Override
  public Iterator<Path> iterator() {
    if (iterated) {
      throw new IllegalStateException("a directory stream has one iterator only");
    }
    iterated = true;
    return List.copyOf(entries).iterator();
  }

  @Override
  public void close() {
    iterated = true;
  }
}
