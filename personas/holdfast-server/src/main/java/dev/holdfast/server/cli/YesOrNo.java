package dev.holdfast.server.cli;

import java.util.Locale;
import java.util.Set;

/** Environment variables that are true or false. */
final class YesOrNo {

  private static final Set<String> YES = Set.of("1", "true", "yes", "on");
  private static final Set<String> NO = Set.of("0", "false", "no", "off");

  private YesOrNo() {}

  /**
   * What a variable says.
   *
   * @throws CommandException if it is neither
   */
  static boolean of(Io io, String variable, boolean otherwise) {
    return io.variable(variable).map(written -> read(variable, written)).orElse(otherwise);
  }

  private static boolean read(String variable, String written) {
    String word = written.strip().toLowerCase(Locale.ROOT);
    if (YES.contains(word) || NO.contains(word)) {
      return YES.contains(word);
    }
    throw CommandException.usage("%s is neither true nor false: '%s'".formatted(variable, written));
  }
}
