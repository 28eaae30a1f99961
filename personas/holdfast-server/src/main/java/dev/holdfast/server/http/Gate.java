package dev.holdfast.server.http;

import org.eclipse.jetty.server.Request;

/** Finds out who calls. */
public interface Gate {

  /** Where no token is needed and none exists. */
  Gate OPEN =
      new Gate() {
        @Override
        public Caller admit(Request request, boolean open) {
          return Caller.LOCAL;
        }

        @Override
        public boolean stillAdmits(Caller caller) {
          return true;
        }
      };

  /**
   * The caller of a request.
   *
   * @param open does it go to what is open to everybody?
   * @throws RefusedRequestException if it must not go on
   */
  Caller admit(Request request, boolean open) throws RefusedRequestException;

  /** Would one who was admitted be admitted again? Its sessions end otherwise. */
  boolean stillAdmits(Caller caller);
}
