package dev.holdfast.server.mcp;

import tools.jackson.databind.node.ObjectNode;

/** Where the answer to one message goes. Exactly one of the methods is called, once. */
interface Reply {

  /** Answers. */
  void send(ObjectNode answer);

  /** The message gets no answer: it wanted none, or was cancelled. */
  void none();

  /** Answers as a line of its own. */
  static Reply line(LineWriter writer) {
    return new Reply() {
      @Override
      public void send(ObjectNode answer) {
        writer.write(answer);
      }

      @Override
      public void none() {}
    };
  }
}
