package dev.holdfast.testkit.hostile;

import dev.holdfast.testkit.internal.fs.PathMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Finds files whatever the case of their names. */
final class FoldedNames implements PathMapping {

  @Override
  public Path below(Path shown) {
    Path found = shown.getRoot();
    if (found == null) {
      return shown;
    }
    for (Path name : shown) {
      found = child(found, name.toString());
    }
    return found;
  }

  @Override
  public Path shown(Path below) {
    return below;
  }

  private static Path child(Path directory, String name) {
    Path exact = directory.resolve(name);
    if (name.equals(".")
        || name.equals("..")
        || Files.exists(exact, LinkOption.NOFOLLOW_LINKS)
        || !Files.isDirectory(directory)) {
      return exact;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (name.equalsIgnoreCase(String.valueOf(entry.getFileName()))) {
          return entry;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(directory + " cannot be searched for " + name, e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be searched for " + name, e);
    }
    return exact;
  }
}
