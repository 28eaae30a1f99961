package dev.holdfast.server.http;

import dev.holdfast.server.mcp.Reply;
import tools.jackson.databind.JsonNode;

/**
 * The answer to what one POST brought, on a stream of its own.
 *
 * @param aside takes what belongs to the call, where the client takes no stream as the answer
 */
record PostReply(EventStream stream, EventStream aside) implements Reply {

  @Override
  public void send(JsonNode answer) {
    stream.endWith(answer);
  }

  @Override
  public void none() {
    stream.end();
  }

  @Override
  public void tell(JsonNode message) {
    aside.add(message);
  }
}
