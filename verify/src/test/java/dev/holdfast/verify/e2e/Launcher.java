package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The launcher {@code ./holdfast} of this source tree, or the program that {@code
 * -Dholdfast.launcher=FILE} names: then the tests try that one.
 */
final class Launcher {

  /** Longer than anything that may happen, so that only a hang runs into it. */
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(15);
  private static final Path PROGRAM = find();

  private Launcher() {}

  /** What a program that ran to its end left. */
  record Ended(int exitCode, String out, String err) {}

  /**
   * The launcher, with a program behind it that is built, and has a cache: the first call makes
   * both if need be.
   */
  static Path program() {
    return Built.PROGRAM;
  }

  private static final class Built {
    static final Path PROGRAM = build();

    private static Path build() {
      Ended version =
          run(
              BUILD_DEADLINE,
              List.of("env", "HOLDFAST_AOT=wait", Launcher.PROGRAM + "", "--version"));
      if (version.exitCode() != 0) {
        throw new IllegalStateException("the program cannot be built: " + version.err());
      }
      return Launcher.PROGRAM;
    }
  }

  /** Runs a command of the program to its end. */
  static Ended run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(List.of(arguments));
    return run(DEADLINE, command);
  }

  /** Runs any command to its end, with nothing to read on its input. */
  static Ended run(Duration deadline, List<String> command) {
    return run(deadline, builder(command));
  }

  private static Ended run(Duration deadline, ProcessBuilder builder) {
    List<String> command = builder.command();
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> out = textOf(process.getInputStream());
      CompletableFuture<String> err = textOf(process.getErrorStream());
      try {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(command + " did not end within " + deadline);
        }
        return new Ended(process.exitValue(), out.join(), err.join());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " ran", e);
    }
  }

  /** Runs any command to its end in another directory, with more in its environment. */
  static Ended run(
      Duration deadline, List<String> command, Path directory, Map<String, String> environment) {
    ProcessBuilder builder = builder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return run(deadline, builder);
  }

  /** A process builder whose environment says nothing to the program. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_DIR"));
    builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_DEBUG"));
    builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL_OPTIONS"));
    return builder;
  }

  private static CompletableFuture<String> textOf(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  /** The tests run in the module's directory, or somewhere else below the root. */
  private static Path find() {
    String named = System.getProperty("holdfast.launcher", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath();
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Path candidate = directory.resolve("holdfast");
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("there is no launcher 'holdfast' above " + start);
  }
}
