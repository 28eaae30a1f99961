package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client's end of a server that speaks MCP over its standard input and output. */
final class McpClient implements Calls {

  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"benchmark","version":"1"}}}""";
  static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  /** The name of what a client created, in a line of JSON or of a front matter. */
  static final Pattern NAME = Pattern.compile("\"?name\"?: ?\"(Made [0-9]+)\"");

  private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)[,}]");

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
      client.send(INITIALIZE);
      String _ = client.answer();
      client.send(INITIALIZED);
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
      request(call);
      if (!Calls.isError(answer())) {
        acknowledged++;
      }
    }
    return acknowledged;
  }

  @Override
  public String call(String call) throws IOException {
    request(call);
    return Calls.succeeded(answer());
  }

  /**
   * Calls so often, with so many calls at a time that are not answered yet.
   *
   * @return how long each took, in nanoseconds
   */
  long[] pipelined(int inFlight, int count, IntFunction<String> calls) throws IOException {
    int first = requested + 1;
    long[] nanos = new long[count];
    for (int answered = -inFlight; answered < count; answered++) {
      if (answered >= 0) {
        int call = idOf(Calls.succeeded(answer())) - first;
        nanos[call] = System.nanoTime() - nanos[call];
      }
      int next = answered + inFlight;
      if (next < count) {
        nanos[next] = System.nanoTime();
        request(calls.apply(next));
      }
    }
    return nanos;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  private void request(String call) throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":%s}"
            .formatted(++requested, call));
  }

  private static int idOf(String answer) {
    Matcher id = ID.matcher(answer);
    if (!id.find()) {
      throw new IllegalArgumentException("no answer: " + answer);
    }
    return Integer.parseInt(id.group(1));
  }

  /** The next answer; what else the server says is left out. */
  private String answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (ID.matcher(line).find() && !line.contains("\"method\":")) {
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
