package dev.holdfast.server.cli;

import java.io.PrintStream;

/**
 * Shows on a terminal how far long work is, in one line that is written over and removed at the
 * end. Short work, and standard error that goes elsewhere, see nothing of it.
 */
final class Progress implements AutoCloseable {

  /** As many steps are long work. */
  static final int MANY = 200;

  private static final int EVERY = 50;
  private static final int WIDTH = 30;

  private final PrintStream err;
  private final boolean terminal;

  private String what = "";
  private int total;
  private int done;
  private int shown;

  Progress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  static Progress on(Io io) {
    return new Progress(io.err(), Posix.isTerminal(2));
  }

  /**
   * Begins work.
   *
   * @param steps how many there are; 0 if that is not known yet
   */
  void begin(String name, int steps) {
    what = name;
    total = steps;
    done = 0;
  }

  /** One more step is done. */
  void step() {
    done++;
    if (terminal && Math.max(done, total) >= MANY && (done % EVERY == 0 || done == total)) {
      show(line());
    }
  }

  private String line() {
    if (total == 0) {
      return "%s %,d".formatted(what, done);
    }
    int filled = (int) ((long) WIDTH * Math.min(done, total) / total);
    return "%s [%s%s] %,d of %,d"
        .formatted(what, "#".repeat(filled), "-".repeat(WIDTH - filled), done, total);
  }

  private void show(String line) {
    err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    err.flush();
    shown = line.length();
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown) + "\r");
      err.flush();
      shown = 0;
    }
  }
}
