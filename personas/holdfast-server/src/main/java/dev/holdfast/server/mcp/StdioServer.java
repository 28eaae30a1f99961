package dev.holdfast.server.mcp;

import dev.holdfast.server.catalog.Catalog;
import dev.holdfast.server.catalog.Tool;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Serves MCP on a pair of streams until the input ends.
 *
 * <p>One JSON-RPC message in each line, UTF-8. Nothing but whole messages is ever written to the
 * output. No line ends the session, however wrong: it is answered with an error as the protocol has
 * it.
 */
public final class StdioServer {

  private final Conversations conversations;

  /**
   * A server of this catalogue.
   *
   * @param version the program's version, told to clients
   */
  public StdioServer(Catalog catalog, String version) {
    this(new Conversations(catalog, version));
  }

  /** A server of tools alone. */
  StdioServer(List<Tool> tools, String instructions, String version) {
    this(new Conversations(tools, instructions, version));
  }

  private StdioServer(Conversations conversations) {
    this.conversations = conversations;
  }

  /**
   * Serves one client: returns when the input has ended, or the client has closed the output, or
   * this thread was interrupted (which it then still is), and every call in flight is answered.
   * Calls in flight of a client that has closed the output are interrupted; what they committed
   * stays. Does not close the streams. Several calls on several pairs of streams may run at once.
   *
   * <p>After an end other than that of the input a daemon thread may still wait in a read of it.
   */
  public void serve(InputStream in, OutputStream out) {
    new LineSession(conversations, out).run(in);
  }
}
