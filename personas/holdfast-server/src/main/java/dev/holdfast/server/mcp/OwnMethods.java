package dev.holdfast.server.mcp;

/**
 * The requests of one session that are answered here, without the SDK, and what the server sends of
 * itself beside them.
 */
interface OwnMethods {

  /** None: everything goes to the SDK. */
  OwnMethods NONE =
      new OwnMethods() {
        @Override
        public boolean has(Incoming.Request request) {
          return false;
        }

        @Override
        public Object answer(Incoming.Request request) throws RefusedException {
          throw new RefusedException(Json.METHOD_NOT_FOUND, "Unknown method: " + request.method());
        }

        @Override
        public void begin() {}

        @Override
        public void end() {}
      };

  /** Is this request answered here? */
  boolean has(Incoming.Request request);

  /**
   * Does what a request asks. From any thread, several at once.
   *
   * @return the result, as the mapper writes it
   * @throws RefusedException with the error that answers it
   */
  Object answer(Incoming.Request request) throws RefusedException;

  /** The client says that it is ready: from now on it may be told of changes. Does not wait. */
  void begin();

  /** The session ends: when this returns, nothing more is sent, if the client reads what was. */
  void end();
}
