package dev.holdfast.server.process;

import java.io.IOException;

/** The system did not start a command. */
public final class StartException extends IOException {

  private static final long serialVersionUID = 1;

  /** ENOEXEC of Linux. */
  private static final int NO_FORMAT = 8;

  private final int errno;

  StartException(String command, int errno) {
    super("cannot start %s: error %d".formatted(command, errno));
    this.errno = errno;
  }

  /** Is it a file that may be executed and has no format that the system knows? */
  public boolean isOfNoFormat() {
    return errno == NO_FORMAT;
  }
}
