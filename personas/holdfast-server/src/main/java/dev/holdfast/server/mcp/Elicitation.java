package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Confirmation;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the user of a client whether something is to be done. */
final class Elicitation {

  /** People read and think. Many clients give up on a call sooner, and cancel it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What the call of the current thread may ask the client. */
  static final ScopedValue<ClientRequests> REQUESTS = ScopedValue.newInstance();

  private final ClientRequests requests;

  private Elicitation(ClientRequests requests) {
    this.requests = requests;
  }

  /** Does the work of a call, which may ask the client with these. */
  static void with(ClientRequests requests, Runnable work) {
    ScopedValue.where(REQUESTS, requests).run(work);
  }

  /** For a client that said in {@code initialize} that it can show forms; empty for another. */
  static Optional<Elicitation> of(McpSyncServerExchange exchange) {
    return REQUESTS.isBound() && hasForms(exchange.getClientCapabilities())
        ? Optional.of(new Elicitation(REQUESTS.get()))
        : Optional.empty();
  }

  /** Without a mode, as before there were modes, forms are meant. */
  private static boolean hasForms(McpSchema.@Nullable ClientCapabilities capabilities) {
    if (capabilities == null || capabilities.elicitation() == null) {
      return false;
    }
    McpSchema.ClientCapabilities.Elicitation modes = capabilities.elicitation();
    return modes.form() != null || modes.url() == null;
  }

  /**
   * Asks and waits.
   *
   * @throws InterruptedException if the call is cancelled meanwhile
   */
  Confirmation confirm(String question) throws InterruptedException {
    ObjectNode params = Json.MAPPER.createObjectNode();
    params.put("message", question);
    ObjectNode schema = params.putObject("requestedSchema"); // to accept is all there is to say
    schema.put("type", "object").putObject("properties");
    return switch (requests.ask(McpSchema.METHOD_ELICITATION_CREATE, params, PATIENCE)) {
      case ClientRequests.Answer.Result(JsonNode result) ->
          switch (result.path("action").asString("")) {
            case "accept" -> Confirmation.accepted();
            case "decline" -> new Confirmation(false, "the user declined");
            case "cancel" -> new Confirmation(false, "the user closed the question");
            default -> new Confirmation(false, "the client's answer was not understood");
          };
      case ClientRequests.Answer.None(String reason) -> new Confirmation(false, reason);
    };
  }
}
