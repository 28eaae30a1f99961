package dev.holdfast.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server process and a client of it, over its standard input and output: one request at a time.
 * For one thread, except {@link #kill}.
 */
final class McpClient implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;
  private long lastId;

  private McpClient(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.requests = process.outputWriter(UTF_8);
  }

  /**
   * What a tool answered.
   *
   * @param error did it refuse or fail?
   * @param text for people
   */
  record Answer(boolean error, String text) {}

  /** Starts a server whose standard error goes to {@code log}. */
  static McpClient start(List<String> command, Path log) throws IOException {
    return new McpClient(new ProcessBuilder(command).redirectError(log.toFile()).start());
  }

  /** Opens the session. Returns when the server is ready. */
  void initialize() throws IOException {
    request(
        "initialize",
        Map.of(
            "protocolVersion",
            "2025-06-18",
            "capabilities",
            Map.of(),
            "clientInfo",
            Map.of("name", "holdfast-demo", "version", "1")));
    send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
  }

  /**
   * Calls a tool.
   *
   * @throws EOFException if the server ended before it answered
   * @throws IOException if it could not be asked, or answered what is no answer
   */
  Answer call(String tool, Map<String, String> arguments) throws IOException {
    JsonNode result = request("tools/call", Map.of("name", tool, "arguments", arguments));
    StringBuilder text = new StringBuilder();
    for (JsonNode part : result.path("content")) {
      text.append(part.path("text").asString(""));
    }
    return new Answer(result.path("isError").asBoolean(false), text.toString());
  }

  private JsonNode request(String method, Map<String, ?> parameters) throws IOException {
    long id = ++lastId;
    send(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", parameters));
    while (true) {
      String line = answers.readLine();
      if (line == null) {
        throw new EOFException("the server ended without an answer to " + method);
      }
      JsonNode message = JSON.readTree(line);
      if (message.path("id").asLong(0) != id) {
        continue; // a notification
      }
      if (!message.path("result").isObject()) {
        throw new IOException("the server refused " + method + ": " + message.path("error"));
      }
      return message.path("result");
    }
  }

  private void send(Map<String, ?> message) throws IOException {
    requests.write(JSON.writeValueAsString(message));
    requests.write('\n');
    requests.flush();
  }

  /** Its number in the system. */
  long pid() {
    return process.pid();
  }

  /** Kills the server with a signal that it cannot handle, and returns when it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Closes the server's input. False if it has not ended by itself some seconds later. */
  boolean end() throws InterruptedException {
    try {
      requests.close();
    } catch (IOException e) {
      // it is dead already, and what was buffered for it does not matter
    }
    return process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kills the server if it still runs, and returns when it is dead. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
