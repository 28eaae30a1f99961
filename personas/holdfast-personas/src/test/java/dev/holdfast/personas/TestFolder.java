package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a store on it, and what tests do to it by hand. */
final class TestFolder implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  final Path path;
  final FileLockManager locks;
  final PersonaFolder store;

  private TestFolder(Path path, FileLockManager locks, PersonaFolder store) {
    this.path = path;
    this.locks = locks;
    this.store = store;
  }

  /** A folder without the samples. */
  static TestFolder empty(Path path) {
    TestFolder folder = open(path);
    for (String sample : Samples.FILE_NAMES) {
      folder.remove(sample);
    }
    return folder;
  }

  /** Opens as the program does. A second one on the same path has locks of its own. */
  static TestFolder open(Path path) {
    return open(path, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** {@link #open(Path)} with another clock. */
  static TestFolder open(Path path, Clock clock) {
    try {
      FileLockManager locks = FileLockManager.open(path.resolve(".holdfast"));
      return new TestFolder(
          path, locks, PersonaFolder.open(path, locks, Actor.of("Mira Test"), clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NewPersona newPersona(String name) {
    return new NewPersona(name, "For tests", "gaming", "Do as the test says.", List.of("test"));
  }

  /** The text of a file with the two required fields and more lines of front matter. */
  static String persona(String name, String... lines) {
    return "---\nname: "
        + name
        + "\ndescription: Made by hand\n"
        + Stream.of(lines).map(line -> line + "\n").reduce("", String::concat)
        + "---\n\nBody of "
        + name
        + "\n";
  }

  Path put(String fileName, String text) {
    return put(fileName, text.getBytes(UTF_8));
  }

  Path put(String fileName, byte[] content) {
    try {
      return Files.write(path.resolve(fileName), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String fileName) {
    try {
      return Files.readString(path.resolve(fileName), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(String fileName) {
    try {
      Files.delete(path.resolve(fileName));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all files but the lock directory, sorted. */
  List<String> fileNames() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith(".holdfast"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    locks.close();
  }
}
