package dev.holdfast.server.cli;

/** Exit codes of the program, as its help documents them. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** Nobody holds, and nobody waits for, what was asked about. */
  static final int FREE = 3;

  /** A file is not what the caller takes it for. */
  static final int CHANGED = 4;

  /** Done, but not with everything: what is left out was named. */
  static final int INCOMPLETE = 5;

  /** A lock was not had in time: {@code EX_TEMPFAIL} of sysexits.h, "try again later". */
  static final int LOCKED = 75;

  /** A command was found and could not be started, as shells have it. */
  static final int NOT_STARTABLE = 126;

  /** A command was not found, as shells have it. */
  static final int NOT_FOUND = 127;

  private ExitCode() {}
}
