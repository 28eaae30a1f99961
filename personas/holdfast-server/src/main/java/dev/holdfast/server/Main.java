package dev.holdfast.server;

import dev.holdfast.server.cli.CommandLineProgram;
import dev.holdfast.server.log.StandardErrorLogging;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.LoggerFactory;

/** The {@code holdfast} program. */
public final class Main {
  private Main() {}

  /**
   * Runs the command that the arguments name and ends the process with its exit code.
   *
   * <p>Standard output is handed to the command alone. Whatever else in the process prints there, a
   * library or Java itself, goes to standard error: a protocol may be spoken on standard output.
   */
  public static void main(String[] args) {
    keepStandardOutput();
    int exitCode =
        CommandLineProgram.run(
            args,
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv());
    System.exit(exitCode);
  }

  /** Must come before any other class has printed or logged something. */
  static void keepStandardOutput() {
    System.setOut(System.err);
    // By name, so that it is not looked for in every jar; and without telling so.
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, StandardErrorLogging.class.getName());
  }
}
