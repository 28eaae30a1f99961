package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked on the command line.
 *
 * @param rows the rows to measure, by name
 * @param brief shorter runs, for a look; targets stay the same
 * @param names how many distinct names {@code names} uses
 * @param directory where files are written
 */
record Options(List<String> rows, boolean brief, int names, Path directory) {

  private static final Path WORK = Path.of("target", "work");

  static Options parse(List<String> all, String... args) {
    List<String> rows = all;
    boolean brief = false;
    int names = 0;
    Path directory = WORK;
    for (String arg : args) {
      if (arg.equals("short")) {
        brief = true;
      } else if (arg.startsWith("rows=")) {
        rows = new ArrayList<>(List.of(arg.substring("rows=".length()).split(",", -1)));
      } else if (arg.startsWith("names=")) {
        names = Integer.parseInt(arg.substring("names=".length()));
      } else if (arg.startsWith("dir=")) {
        directory = Path.of(arg.substring("dir=".length()));
        if (!directory.isAbsolute()) {
          throw new IllegalArgumentException("not an absolute path: '%s'".formatted(directory));
        }
      } else if (!arg.isEmpty()) {
        throw new IllegalArgumentException(usage(all, arg));
      }
    }
    for (String row : rows) {
      if (!all.contains(row)) {
        throw new IllegalArgumentException(usage(all, row));
      }
    }
    return new Options(rows, brief, names > 0 ? names : brief ? 200_000 : 10_000_000, directory);
  }

  /** The full amount, or the brief one. */
  int choose(int full, int shortened) {
    return brief ? shortened : full;
  }

  private static String usage(List<String> all, String wrong) {
    return "not understood: '%s'. Usage: [rows=%s] [short] [names=COUNT] [dir=DIRECTORY]"
        .formatted(wrong, String.join(",", all));
  }
}
