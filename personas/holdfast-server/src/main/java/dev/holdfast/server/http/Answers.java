package dev.holdfast.server.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers in JSON. */
final class Answers {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** What JSON-RPC leaves to servers: a request that the transport refuses. */
  private static final int TRANSPORT_ERROR = -32000;

  private static final int SESSION_NOT_FOUND = -32001;

  private Answers() {}

  /** Sends one value and ends the answer. */
  static void send(Response response, Callback callback, int status, JsonNode body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    boolean head = HttpMethod.HEAD.is(response.getRequest().getMethod());
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), callback);
  }

  /** Sends an error, to those who speak JSON-RPC as such. */
  static void refuse(
      Request request, Response response, Callback callback, RefusedRequestException refusal) {
    refusal.headers().forEach(response.getHeaders()::put);
    send(
        response,
        callback,
        refusal.status(),
        Request.getPathInContext(request).equals(WebServer.MCP_PATH)
            ? jsonRpc(refusal)
            : plain(refusal));
  }

  private static ObjectNode plain(RefusedRequestException refusal) {
    ObjectNode body = MAPPER.createObjectNode();
    body.putObject("error")
        .put("status", refusal.status())
        .put("code", code(refusal.status()))
        .put("message", refusal.message())
        .put("hint", refusal.hint());
    return body;
  }

  /** The name of the status as those of tools are written: {@code NOT_FOUND}. */
  private static String code(int status) {
    return HttpStatus.getMessage(status).toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static ObjectNode jsonRpc(RefusedRequestException refusal) {
    ObjectNode body = MAPPER.createObjectNode().put("jsonrpc", "2.0");
    body.putNull("id");
    body.putObject("error")
        .put("code", refusal.status() == 404 ? SESSION_NOT_FOUND : TRANSPORT_ERROR)
        .put("message", (refusal.message() + " " + refusal.hint()).strip());
    return body;
  }
}
