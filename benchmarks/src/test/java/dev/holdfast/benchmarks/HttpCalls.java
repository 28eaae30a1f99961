package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A session over Streamable HTTP, without a stream for what the server says by itself. */
final class HttpCalls implements Calls {

  private static final String SESSION = "Mcp-Session-Id";
  private static final String VERSION = "2025-06-18";

  private final HttpClient http;
  private final URI uri;
  private final String session;
  private int requested;

  private HttpCalls(HttpClient http, URI uri, String session) {
    this.http = http;
    this.uri = uri;
    this.session = session;
  }

  static HttpCalls begin(HttpClient http, URI uri) throws IOException {
    HttpResponse<String> answer = send(http, request(uri), McpClient.INITIALIZE);
    HttpCalls calls = new HttpCalls(http, uri, answer.headers().firstValue(SESSION).orElseThrow());
    HttpResponse<String> _ = send(http, calls.request(), McpClient.INITIALIZED);
    return calls;
  }

  @Override
  public String call(String call) throws IOException {
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":%s}"
            .formatted(++requested, call);
    return Calls.succeeded(send(http, request(), message).body());
  }

  private HttpRequest.Builder request() {
    return request(uri).header(SESSION, session).header("MCP-Protocol-Version", VERSION);
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream");
  }

  private static HttpResponse<String> send(
      HttpClient http, HttpRequest.Builder request, String message) throws IOException {
    return send(http, request.POST(BodyPublishers.ofString(message)).build());
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest request)
      throws IOException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("status %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }

  @Override
  public void close() {
    try {
      HttpResponse<String> _ = send(http, request().DELETE().build());
    } catch (IOException e) {
      // The server goes, too.
    }
  }
}
