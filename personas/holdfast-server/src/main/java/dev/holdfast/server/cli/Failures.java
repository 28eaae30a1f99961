package dev.holdfast.server.cli;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.FileCommitException;
import dev.holdfast.lock.LockException;
import dev.holdfast.lock.LockTimeoutException;
import dev.holdfast.personas.PersonaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into words for people and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Io io;

  Failures(Io io) {
    this.io = io;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    say(usageMessage(failure), "see: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, @Nullable ParseResult arguments) {
    int exitCode = report(failure);
    if (exitCode == ExitCode.USAGE) {
      io.err().println("  see: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return exitCode;
  }

  /** Says what happened and what to do next, and returns the exit code for it. */
  int report(Throwable failure) {
    if (io.debug()) {
      failure.printStackTrace(io.err());
    }
    return switch (failure) {
      case CommandException e -> say(e.exitCode(), e.getMessage(), e.hint());
      case PersonaException e -> say(exitCode(e), e.getMessage(), e.hint());
      case LockTimeoutException e -> say(ExitCode.LOCKED, e.getMessage(), "");
      case LockException e -> say(ExitCode.FAILED, e.getMessage(), "");
      case UncheckedIOException e -> report(requireNonNull(e.getCause()));
      case IOException e -> say(ExitCode.FAILED, describe(e), "");
      case InterruptedException _ -> say(ExitCode.FAILED, "interrupted", "");
      case OutOfMemoryError _ ->
          say(
              ExitCode.FAILED,
              "out of memory",
              "give Java more, for example HOLDFAST_JAVA_OPTS=-Xmx1g");
      default ->
          say(
              ExitCode.FAILED,
              "unexpected: %s: %s".formatted(failure.getClass().getName(), failure.getMessage()),
              "this is a defect of Holdfast; HOLDFAST_DEBUG=1 shows where");
    };
  }

  /** What an I/O failure says to people: Java often gives no more than the name of the file. */
  static String describe(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case FileCommitException _ -> message;
      case NoSuchFileException e -> "no such file or folder: " + e.getFile();
      case AccessDeniedException e -> "no permission: " + e.getFile();
      case FileAlreadyExistsException e -> "exists already: " + e.getFile();
      case NotDirectoryException e -> "not a folder: " + e.getFile();
      case FileSystemException e when e.getReason() == null ->
          "%s (%s)".formatted(e.getFile(), e.getClass().getSimpleName());
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  private static int exitCode(PersonaException failure) {
    return switch (failure.code()) {
      case BUSY -> ExitCode.LOCKED;
      case CHANGED -> ExitCode.CHANGED;
      default -> ExitCode.FAILED;
    };
  }

  private static String usageMessage(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(failure.getMessage());
    }
    String first = unmatched.getUnmatched().getFirst();
    boolean command =
        !unmatched.isUnknownOption() && !failure.getCommandLine().getSubcommands().isEmpty();
    String what =
        command ? "unknown command" : unmatched.isUnknownOption() ? "unknown option" : "unexpected";
    String suggestions = String.join("' or '", unmatched.getSuggestions());
    return "%s '%s'%s"
        .formatted(
            what, first, suggestions.isEmpty() ? "" : "; did you mean '" + suggestions + "'?");
  }

  private int say(int exitCode, @Nullable String message, String hint) {
    say(String.valueOf(message), hint);
    return exitCode;
  }

  private void say(String message, String hint) {
    // Nobody sees what was printed before the failure after it.
    io.out().flush();
    io.err().println("holdfast: " + Text.lines(message));
    if (!hint.isEmpty()) {
      io.err().println("  " + Text.lines(hint));
    }
  }
}
