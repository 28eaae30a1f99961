package dev.holdfast.verify.e2e;

import org.opentest4j.TestAbortedException;

/** What a test needs of the machine it runs on. */
final class Requirement {
  private Requirement() {}

  /** Skips the test, and says why where everybody sees it, unless the machine has what it takes. */
  static void need(boolean there, String reason) {
    if (!there) {
      System.out.println("SKIPPED: " + reason.strip());
      throw new TestAbortedException(reason);
    }
  }
}
