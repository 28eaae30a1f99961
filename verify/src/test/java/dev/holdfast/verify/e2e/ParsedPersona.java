package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A persona file as somebody else reads it: the program's own reader has no part in it.
 *
 * @param front the front matter
 * @param body what follows the front matter
 */
record ParsedPersona(Map<String, Object> front, String body) {

  /** Reads a file; fails if it is torn, not UTF-8 or without front matter. */
  static ParsedPersona read(Path file) throws IOException {
    return parse(Files.readAllBytes(file), file.toString());
  }

  static ParsedPersona parse(byte[] content, String what) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(what + " is not UTF-8", e);
    }
    assertThat(text).as(what).startsWith("---\n");
    int end = text.indexOf("\n---\n", 3);
    assertThat(end).as("%s has an end of its front matter:\n%s", what, text).isPositive();
    Object front;
    try {
      front =
          new Load(LoadSettings.builder().setLabel(what).build())
              .loadFromString(text.substring(4, end + 1));
    } catch (YamlEngineException e) {
      throw new AssertionError(what + " has no YAML in its front matter:\n" + text, e);
    }
    assertThat(front).as("front matter of %s", what).isInstanceOf(Map.class);
    Map<String, Object> fields = new HashMap<>();
    ((Map<?, ?>) front).forEach((key, value) -> fields.put(String.valueOf(key), value));
    return new ParsedPersona(fields, text.substring(end + 5));
  }

  /** The files of personas in a folder, sorted. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** The file of the persona with this name; fails unless there is exactly one. */
  static Path fileOf(Path folder, String name) throws IOException {
    List<Path> found =
        files(folder).stream()
            .filter(
                file -> {
                  try {
                    return name.equals(read(file).front().get("name"));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toList();
    assertThat(found).as("files of the persona '%s'", name).hasSize(1);
    return found.getFirst();
  }

  /**
   * What writers left in a folder that is not theirs to leave: all but personas, history and
   * backups.
   */
  static List<Path> leftovers(Path folder) throws IOException {
    List<Path> left = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return visitFile(directory, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!file.toString().endsWith(".md")
                && !isMeantToStay(folder.relativize(file).toString())) {
              left.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // gone meanwhile
          }
        };
    Path _ = Files.walkFileTree(folder, visitor);
    return left;
  }

  private static boolean isMeantToStay(String path) {
    return path.isEmpty()
        || path.matches("\\.holdfast(/.*)?")
        || path.matches("\\.holdfast-history(/[a-z0-9=][a-z0-9._-]*(/[0-9]{8})?)?")
        || path.matches("(\\.holdfast-history/)?\\.holdfast-tree")
        || path.matches("\\.holdfast-backups(/personas-[0-9]{8}-[0-9]{6}Z-[a-z-]+([0-9]+)?\\.zip)?")
        || path.equals(".holdfast-history/.holdfast-swept")
        || path.equals(".holdfast-views");
  }

  String field(String name) {
    if (front.get(name) instanceof String text) {
      return text;
    }
    throw new AssertionError("the field " + name + " is not a text in " + front);
  }

  /** The second number of the version. */
  int minor() {
    String[] numbers = field("version").split("\\.", -1);
    assertThat(numbers.length).as("numbers in version %s", field("version")).isGreaterThan(1);
    return Integer.parseInt(numbers[1]);
  }
}
