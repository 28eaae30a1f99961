package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What surrounds one run of the program. Text is UTF-8 whatever the locale says.
 *
 * @param in standard input
 * @param rawOut standard output itself, for a protocol; it reports failed writes
 * @param out standard output for text, buffered
 * @param err standard error
 * @param environment the environment variables
 */
record Io(
    InputStream in,
    OutputStream rawOut,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment) {

  static Io of(
      InputStream in, OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Io(
        in,
        out,
        new PrintStream(new BufferedOutputStream(out, 8192), false, UTF_8),
        new PrintStream(err, true, UTF_8),
        environment);
  }

  /** The value of an environment variable; one that is set to nothing counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The words of a variable, which commas separate; none if it is not set. */
  List<String> words(String name) {
    return Stream.of(variable(name).orElse("").split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Are stack traces wanted? */
  boolean debug() {
    return variable("HOLDFAST_DEBUG").isPresent();
  }

  /** Who changes personas: {@code HOLDFAST_AUTHOR}, otherwise the user of the system. */
  String author() {
    return variable("HOLDFAST_AUTHOR").orElseGet(() -> System.getProperty("user.name", "unknown"));
  }

  /**
   * The path that somebody wrote, with a leading {@code ~/} for the home directory: configuration
   * files of clients are read by no shell.
   *
   * @throws CommandException if it cannot be a path
   */
  Path path(String written) {
    if (written.isEmpty()) {
      throw CommandException.usage("a file or folder name must not be empty");
    }
    try {
      return written.equals("~") || written.startsWith("~/")
          ? home().resolve(written.substring(written.length() == 1 ? 1 : 2))
          : Path.of(written);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not a path: '" + written + "': " + e.getReason());
    }
  }

  Path home() {
    return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home", ".")));
  }
}
