package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;

/** A process of {@code holdfast serve} on a free port. */
record ServeProcess(Process process, URI mcp) implements AutoCloseable {

  /** Starts one over a directory; it is ready for sessions then. */
  static ServeProcess start(Path directory) throws IOException {
    Process process =
        Commands.builder(
                McpKind.program("serve", "--listen", "127.0.0.1:0", "--dir", directory.toString()),
                McpKind.HOLDFAST.environment(directory))
            .redirectError(Redirect.DISCARD)
            .start();
    BufferedReader said = process.inputReader(UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      int begin = line.indexOf("http");
      if (begin >= 0 && line.endsWith("/mcp")) {
        return new ServeProcess(process, URI.create(line.substring(begin)));
      }
    }
    throw new IOException("holdfast serve has ended without saying where it listens");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
