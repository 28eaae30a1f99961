package dev.holdfast.snapshot;

import dev.holdfast.internal.tree.TreeLayout;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The names in a directory that are part of a snapshot, in the order of {@link PathText#compare}.
 *
 * <p>They are kept as one text. As objects of their own, those of a large directory would be moved
 * by each collection that comes before the last one is taken, and that stops all writers of the
 * process.
 */
final class Names implements Iterator<String> {

  private static final char SEPARATOR = '/';

  private final String text;
  private final List<Path> others;
  private int next;

  private Names(List<String> names, List<Path> others) {
    this.others = others;
    StringBuilder all = new StringBuilder();
    names.forEach(name -> all.append(name).append(SEPARATOR));
    this.text = all.toString();
  }

  /**
   * Those that are there now.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such directory
   * @throws java.nio.file.NotDirectoryException if it is something else
   */
  static Names in(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (TreeLayout.isReserved(entry.getFileName())) {
          continue;
        }
        String name = PathText.ofName(entry);
        if (name == null) {
          others.add(entry);
        } else {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(PathText::compare);
    return new Names(names, List.copyOf(others));
  }

  /** What has a name that is no text, so that no manifest can have it, and is not told here. */
  List<Path> others() {
    return others;
  }

  @Override
  public boolean hasNext() {
    return next < text.length();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int end = text.indexOf(SEPARATOR, next);
    String name = text.substring(next, end);
    next = end + 1;
    return name;
  }
}
