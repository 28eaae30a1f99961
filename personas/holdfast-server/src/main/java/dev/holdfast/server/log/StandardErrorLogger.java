package dev.holdfast.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Time in UTC, thread, level, name and message in one line, and the stack trace below it. */
final class StandardErrorLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private final boolean warnings;

  StandardErrorLogger(String name) {
    this.name = name;
    this.warnings = tellsWarnings(name);
  }

  /** What strangers send to the web server fills no log; where a handler of ours failed is told. */
  private static boolean tellsWarnings(String name) {
    return !name.startsWith("org.eclipse.jetty.")
        || name.startsWith("org.eclipse.jetty.server.Response");
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    StringWriter text = new StringWriter();
    PrintWriter line = new PrintWriter(text);
    line.print(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    line.print(" [" + Thread.currentThread().getName() + "] " + level + " " + name + " - ");
    line.println(MessageFormatter.basicArrayFormat(message, arguments));
    if (thrown != null) {
      thrown.printStackTrace(line);
    }
    System.err.print(text); // at once, so that the lines of two threads do not mix
    System.err.flush();
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return warnings;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
