package dev.holdfast.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as a process of its own, its output in files: started by the launcher in tests that
 * run when the program is built, since then it starts fast, otherwise from its classes.
 */
final class ForkedProgram implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  /** Set by the build, for tests after the program is built. */
  private static final String LAUNCHER = System.getProperty("holdfast.test.launcher", "");

  private final Process process;
  private final Path out;
  private final Path err;

  private ForkedProgram(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it with its output in new files of {@code directory}. */
  static ForkedProgram start(Path directory, String... arguments) throws IOException {
    return start(List.of(), directory, arguments);
  }

  /** Starts it through another command, such as {@code env}. */
  static ForkedProgram start(List<String> prefix, Path directory, String... arguments)
      throws IOException {
    Path out = Files.createTempFile(directory, "run", ".out");
    Path err = Files.createTempFile(directory, "run", ".err");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(LAUNCHER.isEmpty() ? fromClasses() : List.of(LAUNCHER));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("HOLDFAST_AOT", "wait");
    return new ForkedProgram(builder.start(), out, err);
  }

  private static List<String> fromClasses() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }

  Process process() {
    return process;
  }

  long pid() {
    return process.pid();
  }

  /** Its exit code, when it has ended. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s");
    }
    return process.exitValue();
  }

  String out() throws IOException {
    return Files.readString(out, UTF_8);
  }

  String err() throws IOException {
    return Files.readString(err, UTF_8);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
