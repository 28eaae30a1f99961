package dev.holdfast.server.cli;

import dev.holdfast.personas.backup.BackupProgress;
import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** One line on a terminal that shows how far long work has come, and is gone at the end. */
final class ProgressBar implements BackupProgress, AutoCloseable {

  private static final long LEAST_PAUSE_NANOS = 100_000_000;
  private static final int STANDARD_ERROR = 2;
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean live;
  private final LongSupplier nanoTime;
  private long shown;
  private int width;

  /**
   * A bar.
   *
   * @param live show anything at all?
   */
  ProgressBar(PrintStream out, boolean live, LongSupplier nanoTime) {
    this.out = out;
    this.live = live;
    this.nanoTime = nanoTime;
    this.shown = nanoTime.getAsLong(); // what is done in no time shows no bar
  }

  /** A bar on standard error, if that is a terminal; it is nothing otherwise. */
  static ProgressBar on(Io io) {
    return new ProgressBar(io.err(), Posix.isTerminal(STANDARD_ERROR), System::nanoTime);
  }

  @Override
  public void report(Step step, int done, OptionalInt total) {
    String words =
        switch (step) {
          case VERIFY -> "verifying";
          case BACK_UP -> "backing up";
          case RESTORE -> "restoring";
        };
    report(words, done, total);
  }

  /** So many personas are done, of so many if that is known. */
  void report(String words, int done, OptionalInt total) {
    long now = nanoTime.getAsLong();
    if (!live || now - shown < LEAST_PAUSE_NANOS) {
      return;
    }
    shown = now;
    show(
        total.isPresent()
            ? "%-10s [%s] %,d of %,d"
                .formatted(words, bar(done, total.getAsInt()), done, total.getAsInt())
            : "%-10s %,d personas".formatted(words, done));
  }

  private static String bar(int done, int total) {
    int full = total <= 0 ? WIDTH : (int) Math.min(WIDTH, (long) WIDTH * done / total);
    return "#".repeat(full) + ".".repeat(WIDTH - full);
  }

  private void show(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    out.flush();
    width = line.length();
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (width > 0) {
      show("");
      out.print("\r");
      out.flush();
      width = 0;
    }
  }
}
