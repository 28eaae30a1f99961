package dev.holdfast.server.install;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How a client reaches the server. */
public sealed interface ServerEntry {

  /**
   * The client starts it and speaks over standard input and output.
   *
   * @param command the program and its arguments
   */
  record Local(List<String> command) implements ServerEntry {
    /** Checks that there is a program. */
    public Local {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a command has a program");
      }
    }
  }

  /**
   * It runs already and is spoken to over HTTP.
   *
   * @param token what shows who the client is, if the server asks for it
   */
  record Remote(URI url, Optional<Token> token) implements ServerEntry {}

  /** A bearer token. */
  sealed interface Token {
    /** The client takes it from an environment variable whenever it starts. */
    record Variable(String name) implements Token {}

    /** It stands in the file for everybody who may read it. */
    record Plain(String value) implements Token {
      @Override
      public String toString() {
        return "Plain[***]";
      }
    }
  }
}
