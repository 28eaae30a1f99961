package dev.holdfast.testkit.crash;

/** A crash may leave a state that does not pass the check. */
public final class CrashViolationError extends AssertionError {

  private static final long serialVersionUID = 1;

  private final transient CrashViolation violation;

  CrashViolationError(CrashViolation violation) {
    super(violation.toString(), violation.cause());
    this.violation = violation;
  }

  /** The state and the way to it. */
  public CrashViolation violation() {
    return violation;
  }
}
