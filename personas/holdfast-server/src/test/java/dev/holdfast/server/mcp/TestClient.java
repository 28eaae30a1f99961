package dev.holdfast.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.TestTools;
import dev.holdfast.server.catalog.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Speaks raw lines with a server in the same JVM, over pipes of the operating system. Every line
 * that comes back must be JSON-RPC.
 */
final class TestClient implements AutoCloseable {

  static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private static final long PATIENCE_SECONDS = 30;

  private final OutputStream toServer;
  private final InputStream fromServer;
  private final Thread server;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();

  TestClient(List<Tool> tools) {
    this(new StdioServer(tools, "instructions", "1.2.3"));
  }

  TestClient(StdioServer stdio) {
    try {
      Pipe in = Pipe.open();
      Pipe out = Pipe.open();
      this.toServer = Channels.newOutputStream(in.sink());
      this.fromServer = Channels.newInputStream(out.source());
      this.server =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    OutputStream output = Channels.newOutputStream(out.sink());
                    stdio.serve(Channels.newInputStream(in.source()), output);
                    closeQuietly(output);
                  });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::receive);
  }

  /** A client of a server with the test tools, after {@code initialize}. */
  static TestClient initialized(TestTools tools) {
    TestClient client = new TestClient(tools.tools());
    client.initialize("2025-11-25");
    return client;
  }

  JsonNode initialize(String version) {
    send(initializeLine("\"init\"", version));
    JsonNode answer = answerTo("init");
    send(INITIALIZED);
    return answer;
  }

  /** {@code initialize} with these capabilities, as JSON. */
  void initializeWith(String capabilities) {
    send(
        request(
            "\"init\"",
            "initialize",
            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities + "}"));
    answerTo("init");
    send(INITIALIZED);
  }

  static String initializeLine(String id, String version) {
    return request(
        id,
        "initialize",
        "{\"protocolVersion\":\""
            + version
            + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"0\"}}");
  }

  static String ping(int id) {
    return request(Integer.toString(id), "ping", "{}");
  }

  static String call(String id, String tool, String arguments) {
    return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  static String request(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  void send(String line) {
    sendRaw((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] bytes) {
    try {
      toServer.write(bytes);
      toServer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message from the server. */
  JsonNode next() {
    try {
      JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("No message came");
      }
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next message, which must have this id. */
  JsonNode answerTo(String id) {
    JsonNode message = next();
    assertThat(message.path("id").asString("")).as(message.toString()).isEqualTo(id);
    return message;
  }

  /** The next message, which must be an error with this code and, as JSON text, this id. */
  JsonNode error(int code, String id) {
    JsonNode message = next();
    assertThat(message.path("error").path("code").asInt(0)).as(message.toString()).isEqualTo(code);
    assertThat(message.path("id").toString()).as(message.toString()).isEqualTo(id);
    return message;
  }

  /** Proves that the session lives. */
  void assertAlive() {
    send(ping(987_654));
    assertThat(answerTo("987654").has("result")).isTrue();
  }

  void discardReceived() {
    received.clear();
  }

  void endInput() {
    closeQuietly(toServer);
  }

  void closeOutput() {
    closeQuietly(fromServer);
  }

  void interruptServer() {
    server.interrupt();
  }

  /** Has {@code serve} returned? */
  boolean hasEnded() {
    return !server.isAlive();
  }

  /** Waits until {@code serve} has returned. */
  void awaitEnd() {
    try {
      assertThat(server.join(Duration.ofSeconds(PATIENCE_SECONDS))).as("serve returned").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends the session in the orderly way; nothing must be left to receive. */
  @Override
  public void close() {
    endInput();
    awaitEnd();
    assertThat(received).as("messages that nobody expected").isEmpty();
  }

  private void receive() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(fromServer, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        received.add(Json.MAPPER.readTree(line));
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
