package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of {@code holdfast serve} on a free port. */
final class ServeProcess implements AutoCloseable {

  private static final String MCP = "/mcp";

  private final Process process;
  private static final List<String> OURS = List.of(Launcher.program().toString());

  private final String url;

  private ServeProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one on a folder, and waits until it has said where it listens. */
  static ServeProcess start(Path folder, String... options) {
    return start(OURS, Redirect.INHERIT, folder, options);
  }

  /** The same, with its standard error in a file. */
  static ServeProcess startLogging(Path log, Path folder, String... options) {
    return start(OURS, Redirect.to(log.toFile()), folder, options);
  }

  /** The same, of another program than the one that was built here. */
  static ServeProcess startLogging(List<String> program, Path log, Path folder) {
    return start(program, Redirect.to(log.toFile()), folder);
  }

  private static ServeProcess start(
      List<String> program, Redirect standardError, Path folder, String... options) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("serve", "--listen", "127.0.0.1:0", "--dir", folder.toString()));
    command.addAll(List.of(options));
    try {
      Process process = Launcher.builder(command).redirectError(standardError).start();
      return new ServeProcess(process, urlIn(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String urlIn(Process process) throws IOException {
    BufferedReader lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int begin = line.indexOf("http");
      if (begin >= 0 && line.endsWith(MCP)) {
        return line.substring(begin, line.length() - MCP.length());
      }
    }
    throw new IllegalStateException("serve has ended without saying where it listens");
  }

  /** Where it is, without a slash at the end. */
  String url() {
    return url;
  }

  /** Where MCP is. */
  String mcp() {
    return url + MCP;
  }

  /** The process. */
  Process process() {
    return process;
  }

  /** Asks it to end, as a service manager does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("serve did not end when it was asked to");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
