package dev.holdfast.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryEntriesTest {

  @TempDir Path directory;

  @Test
  void of_tellsDirectoriesAndMarkedNames_howeverMany() throws Exception {
    List<Path> directories = new ArrayList<>();
    List<Path> marked = new ArrayList<>();
    for (int i = 0; i < 1000; i++) { // more than one answer of the system has
      Files.createFile(directory.resolve("f".repeat(100) + i));
      if (i % 100 == 0) {
        directories.add(Files.createDirectory(directory.resolve("d" + i)));
        marked.add(Files.createFile(directory.resolve(".m-" + i)));
      }
    }
    Path both = Files.createDirectory(directory.resolve(".m-"));
    directories.add(both);
    marked.add(both);
    marked.add(Files.createSymbolicLink(directory.resolve(".m-link"), both));
    Files.createFile(directory.resolve(".m"));
    Files.createSymbolicLink(directory.resolve("link"), both);
    Files.createFile(directory.resolve("größe"));
    assertEntries(directory, directories, marked);
  }

  @Test
  void of_tellsDirectories_whateverTheirNames() throws Exception {
    Path own = Files.createDirectory(directory.resolve("größe"));
    Path inner = Files.createDirectory(own.resolve("日本語"));
    assertEntries(directory, List.of(own), List.of());
    assertEntries(own, List.of(inner), List.of());
  }

  @Test
  void of_whatIsNoDirectory_isAnError() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThatThrownBy(() -> DirectoryEntries.of(file, "x"))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> DirectoryEntries.of(link, "x"))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> DirectoryEntries.of(directory.resolve("none"), "x"))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static void assertEntries(Path directory, List<Path> directories, List<Path> marked)
      throws IOException {
    for (DirectoryEntries found :
        List.of(
            DirectoryEntries.of(directory, ".m-"), DirectoryEntries.ofPortably(directory, ".m-"))) {
      assertThat(found.directories()).containsExactlyInAnyOrderElementsOf(directories);
      assertThat(found.marked()).containsExactlyInAnyOrderElementsOf(marked);
    }
  }
}
