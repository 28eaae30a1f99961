package dev.holdfast.server.install;

/** A configuration is not changed; the message says why, the hint what to do instead. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String hint;

  ConfigException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do next; empty if the message says it. */
  public String hint() {
    return hint;
  }
}
