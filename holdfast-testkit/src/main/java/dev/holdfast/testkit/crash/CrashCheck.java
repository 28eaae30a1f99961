package dev.holdfast.testkit.crash;

/** Looks at what a crash has left, after recovery. */
@FunctionalInterface
public interface CrashCheck {

  /**
   * Throws if the state is not as it must be: an {@link AssertionError}, or any exception.
   *
   * @throws Exception is a violation, too
   */
  void check(CrashState state) throws Exception;
}
