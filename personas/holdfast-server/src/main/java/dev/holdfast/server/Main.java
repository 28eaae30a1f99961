package dev.holdfast.server;

import dev.holdfast.server.cli.CommandLineProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

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
    System.setOut(System.err);
    int exitCode =
        CommandLineProgram.run(
            args,
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv());
    System.exit(exitCode);
  }
}
