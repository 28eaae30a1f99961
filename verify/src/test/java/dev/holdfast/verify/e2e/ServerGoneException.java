package dev.holdfast.verify.e2e;

/** The server ended before it had answered. */
final class ServerGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ServerGoneException() {
    super("the server ended before it had answered");
  }
}
