package dev.holdfast.server.catalog;

/** Ends a tool's work with a {@link ToolResult.Failure}. */
final class ToolException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;
  private final String hint;

  ToolException(String code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  ToolResult.Failure failure() {
    return new ToolResult.Failure(code, String.valueOf(getMessage()), hint);
  }
}
