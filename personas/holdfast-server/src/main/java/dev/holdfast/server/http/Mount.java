package dev.holdfast.server.http;

import org.eclipse.jetty.server.Handler;

/**
 * Something behind the front.
 *
 * @param path what it answers: a path, or all below it if it ends with a slash; the longest wins
 * @param open is it for everybody? Otherwise for callers with a token, where tokens are needed
 * @param handler answers; may block, it runs on a virtual thread. What it does not handle is 404
 */
public record Mount(String path, boolean open, Handler handler) {

  /** Rejects a path that does not begin with a slash. */
  public Mount {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("A path begins with a slash: " + path);
    }
  }

  /**
   * For everybody who reaches the server, whose {@link Access} is then {@code READ} without a
   * token: pages and health, never personas.
   */
  public static Mount open(String path, Handler handler) {
    return new Mount(path, true, handler);
  }

  /** For callers with a token, where tokens are needed. */
  public static Mount guarded(String path, Handler handler) {
    return new Mount(path, false, handler);
  }

  boolean answers(String requested) {
    return path.endsWith("/") ? requested.startsWith(path) : requested.equals(path);
  }
}
