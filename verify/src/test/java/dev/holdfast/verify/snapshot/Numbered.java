package dev.holdfast.verify.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files whose content is a number, many times: if it is torn, one can see it. */
final class Numbered {
  private Numbered() {}

  private static final int TIMES = 300;

  static byte[] content(long number) {
    return (number + "\n").repeat(TIMES).getBytes(StandardCharsets.UTF_8);
  }

  static long number(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String first = new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("-1");
    long number = Long.parseLong(first);
    if (!Arrays.equals(content, content(number))) {
      throw new AssertionError(file + " is torn");
    }
    return number;
  }

  /** All that is below a directory, numbers by paths. */
  static SortedMap<String, Long> all(Path directory) throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Numbered::isOurs)::iterator) {
        files.put(directory.relativize(path).toString(), number(path));
      }
    }
    return files;
  }

  private static boolean isOurs(Path path) {
    return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".holdfast");
  }
}
