package dev.holdfast.server.http;

import org.eclipse.jetty.server.Request;

/**
 * Who makes a request.
 *
 * @param name the name of the token; empty for one who needs none
 * @param access what it may do
 * @param token which token it has: the hash of its secret, since one that is revoked and made again
 *     has the same name; empty for one who needs none
 */
public record Caller(String name, Access access, String token) {

  /** One on this machine, where no token is needed. */
  static final Caller LOCAL = new Caller("", Access.ADMIN, "");

  private static final String ATTRIBUTE = Caller.class.getName();

  /**
   * The caller of a request that came through the front.
   *
   * @throws IllegalStateException if it did not: nothing may be done for it
   */
  public static Caller of(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("The request did not come through the front");
  }

  void putOn(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
