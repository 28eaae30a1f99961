package dev.holdfast.server.http;

import org.eclipse.jetty.server.Request;

/** Finds out who calls. */
interface Gate {

  /** Where no token is needed and none exists. */
  Gate OPEN = (request, open) -> Caller.LOCAL;

  /**
   * The caller of a request.
   *
   * @param open does it go to what is open to everybody?
   * @throws RefusedRequestException if it must not go on
   */
  Caller admit(Request request, boolean open) throws RefusedRequestException;
}
