package dev.holdfast.server.mcp;

import tools.jackson.databind.JsonNode;

/**
 * Where the answer to one message goes. Exactly one of {@link #send} and {@link #none} is called,
 * once, and {@link #tell} before it only.
 */
public interface Reply {

  /** Answers. */
  void send(JsonNode answer);

  /** The message gets no answer: it wanted none, or was cancelled. */
  void none();

  /** Sends something that belongs to the call, while it is in work. */
  void tell(JsonNode message);

  /** Answers as a line of its own. */
  static Reply line(LineWriter writer) {
    return new Reply() {
      @Override
      public void send(JsonNode answer) {
        writer.write(answer);
      }

      @Override
      public void none() {}

      @Override
      public void tell(JsonNode message) {
        writer.write(message);
      }
    };
  }
}
