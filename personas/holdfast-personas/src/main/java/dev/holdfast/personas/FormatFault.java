package dev.holdfast.personas;

/** A file cannot be taken apart into fields and instructions: what is wrong, and where. */
final class FormatFault extends Exception {

  private static final long serialVersionUID = 1;

  private final String rule;
  private final int offset;

  /**
   * @param offset in chars of the text; negative if the whole file is meant
   */
  FormatFault(String rule, String message, int offset) {
    super(message, null, false, false);
    this.rule = rule;
    this.offset = offset;
  }

  String rule() {
    return rule;
  }

  int offset() {
    return offset;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
