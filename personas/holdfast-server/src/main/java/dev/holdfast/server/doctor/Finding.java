package dev.holdfast.server.doctor;

/**
 * What a check found.
 *
 * @param result how good that is
 * @param meaning what was found, and what it means for locks and files
 * @param advice what to do; empty where nothing is to be done
 */
public record Finding(Result result, String meaning, String advice) {

  /** How good a finding is. */
  public enum Result {
    /** As it should be. */
    OK,
    /** It works, less well or less surely. */
    WARN,
    /** Holdfast cannot keep its promises there. */
    FAIL
  }

  static Finding ok(String meaning) {
    return new Finding(Result.OK, meaning, "");
  }

  static Finding warn(String meaning, String advice) {
    return new Finding(Result.WARN, meaning, advice);
  }

  static Finding fail(String meaning, String advice) {
    return new Finding(Result.FAIL, meaning, advice);
  }
}
