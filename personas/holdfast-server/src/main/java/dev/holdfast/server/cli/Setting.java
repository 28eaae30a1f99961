package dev.holdfast.server.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A setting as a run with these arguments and this environment would have it.
 *
 * @param name the option without its dashes; empty if there is only a variable
 * @param variable the environment variable
 * @param value as it was written; empty if there is none
 * @param origin where the value comes from
 */
record Setting(String name, String variable, String value, Origin origin) {

  private static final Pattern SECRET =
      Pattern.compile("(.*[-_])?(password|secret|token|key)([-_].*)?", Pattern.CASE_INSENSITIVE);

  private static final String MASK = "********";

  /** Where a value comes from. */
  enum Origin {
    FLAG,
    ENVIRONMENT,
    DEFAULT
  }

  /** The variable that stands for an option. */
  static String variableOf(String name) {
    return "HOLDFAST_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The value for the eyes of anybody: a secret is masked. */
  String shown() {
    return !value.isEmpty() && SECRET.matcher(variable).matches() ? MASK : value;
  }

  /** Its name, for people. */
  String title() {
    return name.isEmpty() ? variable : "--" + name;
  }
}
