package dev.holdfast.file;

import java.io.IOException;
import java.nio.file.Path;

/** A step of an atomic change failed. The old or the new content stands whole. */
public final class FileCommitException extends IOException {

  private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final String step;
  private final transient Path path;

  /**
   * A failure at {@code step} of {@code operation} on {@code path}, such as "sync content" of
   * "write".
   */
  public FileCommitException(
      String operation, Path path, String step, Outcome outcome, IOException cause) {
    super(
        "%s %s failed at '%s': %s; %s"
            .formatted(operation, path, step, reason(cause), consequence(outcome)),
        cause);
    this.outcome = outcome;
    this.step = step;
    this.path = path;
  }

  /** Did the change take effect? */
  public Outcome outcome() {
    return outcome;
  }

  /** The step that failed, such as {@code "sync content"}. */
  public String step() {
    return step;
  }

  /** The file that was to be changed. */
  public Path path() {
    return path;
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String consequence(Outcome outcome) {
    return switch (outcome) {
      case NOT_COMMITTED -> "nothing was changed";
      case COMMITTED -> "the change stands, also after a power cut";
      case UNKNOWN -> "the change stands, but a power cut may undo it: make it again";
    };
  }
}
