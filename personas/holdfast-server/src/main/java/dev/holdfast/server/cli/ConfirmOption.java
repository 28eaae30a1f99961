package dev.holdfast.server.cli;

import dev.holdfast.server.catalog.ConfirmMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --confirm}, the same for every command that serves personas. */
final class ConfirmOption {

  private static final String VARIABLE = "HOLDFAST_CONFIRM";

  @Option(
      names = "--confirm",
      paramLabel = "WHAT",
      converter = Words.class,
      completionCandidates = Words.class,
      description =
          "What users are asked before it is done, if their client can ask:"
              + " ${COMPLETION-CANDIDATES}. destructive is what deletes or overwrites personas or"
              + " backups. Default: HOLDFAST_CONFIRM, otherwise destructive.")
  private @Nullable ConfirmMode given;

  /**
   * What is asked.
   *
   * @throws CommandException if the environment says something else
   */
  ConfirmMode mode(Io io) {
    ConfirmMode option = given;
    return option != null
        ? option
        : io.variable(VARIABLE).map(ConfirmOption::read).orElse(ConfirmMode.DESTRUCTIVE);
  }

  private static ConfirmMode read(String written) {
    try {
      return new Words().convert(written);
    } catch (TypeConversionException e) {
      throw CommandException.usage(VARIABLE + ": " + e.getMessage());
    }
  }

  static final class Words extends WordOption<ConfirmMode> {
    Words() {
      super(ConfirmMode.class);
    }
  }
}
