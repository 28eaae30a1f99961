package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The client's end of a server that speaks MCP over its standard input and output. */
final class McpClient implements AutoCloseable {

  /** The name of what a client created, in a line of JSON or of a front matter. */
  static final Pattern NAME = Pattern.compile("\"?name\"?: ?\"(Made [0-9]+)\"");

  private final McpKind kind;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter requests;
  private int requested;

  private McpClient(McpKind kind, Process process) {
    this.kind = kind;
    this.process = process;
    answers = process.inputReader(UTF_8);
    requests = process.outputWriter(UTF_8);
  }

  /** Starts a server over a directory; it is ready for calls then. */
  static McpClient start(McpKind kind, Path directory) throws IOException {
    Process process =
        Commands.builder(kind.command(directory), kind.environment(directory))
            .redirectError(Redirect.DISCARD)
            .start();
    McpClient client = new McpClient(kind, process);
    try {
      String _ =
          client.ask(
              "initialize",
              """
              {"protocolVersion":"2025-06-18","capabilities":{},\
              "clientInfo":{"name":"benchmark","version":"1"}}""");
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  /** Creates so many, one after the other; says how many were not refused. */
  int createAll(int first, int count) throws IOException {
    int acknowledged = 0;
    for (int number = first; number < first + count; number++) {
      String call = kind.creation("Made %05d".formatted(number), PersonaTexts.instructions(number));
      String answer = ask("tools/call", call);
      if (!answer.contains("\"isError\":true") && !answer.contains("\"error\":")) {
        acknowledged++;
      }
    }
    return acknowledged;
  }

  private String ask(String method, String parameters) throws IOException {
    int id = ++requested;
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, parameters));
    Pattern own = Pattern.compile("\"id\":%d[,}]".formatted(id));
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (own.matcher(line).find()) { // else it is a notification
        return line;
      }
    }
    throw new IOException(kind.title() + ": the server ended");
  }

  private void send(String line) throws IOException {
    requests.write(line);
    requests.write('\n');
    requests.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
