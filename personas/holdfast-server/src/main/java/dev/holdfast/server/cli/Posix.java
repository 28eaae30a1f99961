package dev.holdfast.server.cli;

import dev.holdfast.server.process.Libc;

/** The few calls of POSIX that Java lacks. Where the system has none of them, they fail softly. */
final class Posix {

  private static final int FAILED = -1;

  private Posix() {}

  /** Is this file descriptor a terminal? */
  static boolean isTerminal(int fileDescriptor) {
    return call("isatty", fileDescriptor) == 1;
  }

  /**
   * Does this process run in the foreground of a terminal? Then the terminal's keys send their
   * signals to it and to every process of its group.
   */
  static boolean inForeground() {
    int group = call("getpgrp");
    return group > 0
        && (call("tcgetpgrp", 0) == group
            || call("tcgetpgrp", 1) == group
            || call("tcgetpgrp", 2) == group);
  }

  private static int call(String function, Object... arguments) {
    try {
      return Libc.call(function, arguments);
    } catch (RuntimeException | LinkageError e) { // no such function, or no access to native code
      return FAILED;
    }
  }
}
