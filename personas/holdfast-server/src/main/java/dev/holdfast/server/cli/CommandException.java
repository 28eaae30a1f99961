package dev.holdfast.server.cli;

/** A command cannot do what it was asked to; the message and the hint are for its user. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String hint;

  /**
   * A failure.
   *
   * @param message what happened to what
   * @param hint what to do next; empty if the message says it
   */
  CommandException(int exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  static CommandException failed(String message, String hint) {
    return new CommandException(ExitCode.FAILED, message, hint);
  }

  static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message, "");
  }

  int exitCode() {
    return exitCode;
  }

  String hint() {
    return hint;
  }
}
