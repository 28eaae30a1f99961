package dev.holdfast.server.cli;

import org.jspecify.annotations.Nullable;

/** Options that are whole numbers, each with an environment variable. */
final class WholeNumber {

  private WholeNumber() {}

  /**
   * What an option or, where it is not given, its variable says.
   *
   * @param name the option without its dashes
   * @throws CommandException if it is no number, or less than {@code least}
   */
  static int of(Io io, String name, @Nullable Integer given, int otherwise, int least) {
    if (given != null) {
      return checked("--" + name, given, least);
    }
    String variable = Setting.variableOf(name);
    return io.variable(variable)
        .map(written -> checked(variable, parsed(variable, written), least))
        .orElse(otherwise);
  }

  private static int parsed(String variable, String written) {
    try {
      return Integer.parseInt(written.strip());
    } catch (NumberFormatException e) {
      throw CommandException.usage("%s is no number: '%s'".formatted(variable, written));
    }
  }

  private static int checked(String where, int number, int least) {
    if (number < least) {
      throw CommandException.usage(
          least == 0
              ? "%s must not be negative: %d".formatted(where, number)
              : "%s must be %d or more: %d".formatted(where, least, number));
    }
    return number;
  }
}
