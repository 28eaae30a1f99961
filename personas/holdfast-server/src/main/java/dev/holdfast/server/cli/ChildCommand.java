package dev.holdfast.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command that runs as a child: with our streams, and with the signals that we get. */
final class ChildCommand {

  private static final int INTERRUPT = 2;

  private final List<String> command;
  private final Io io;
  private final List<Integer> early = new ArrayList<>();
  private @Nullable Process process;

  ChildCommand(List<String> command, Io io) {
    this.command = List.copyOf(command);
    this.io = io;
  }

  /**
   * Runs it to its end.
   *
   * @return its exit code; 128 + n if signal n ended it
   * @throws CommandException if it cannot be started, with the exit codes of a shell: 127 if there
   *     is no such command, 126 otherwise
   */
  int run() throws InterruptedException {
    // Before the start, so that no signal ends us and leaves a child that nobody waits for.
    try (Signals _ = Signals.redirectTo(this::passOn)) {
      Process started = start();
      begin(started);
      return started.waitFor();
    }
  }

  private Process start() {
    try {
      return new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      String name = command.getFirst();
      Optional<Path> file = find(name);
      if (file.isEmpty()) {
        throw new CommandException(
            ExitCode.NOT_FOUND, "command not found: " + name, "the lock was released again");
      }
      String why = Files.isExecutable(file.get()) ? "not a program" : "not executable";
      throw new CommandException(
          ExitCode.NOT_STARTABLE,
          "cannot start %s: %s".formatted(file.get(), why),
          "the lock was released again");
    }
  }

  private synchronized void begin(Process started) {
    process = started;
    early.forEach(this::passOn);
  }

  private synchronized void passOn(int signal) {
    if (process == null) {
      early.add(signal);
    } else if (signal == INTERRUPT && Posix.inForeground()) {
      return; // the terminal has sent it to the child as well; twice means "at once" to many
    } else if (process.isAlive() && !Posix.kill(process.pid(), signal)) {
      process.destroy();
    }
  }

  private Optional<Path> find(String name) {
    Stream<String> folders =
        name.contains("/")
            ? Stream.of("")
            : Stream.of(io.variable("PATH").orElse("/usr/bin:/bin").split(":", -1));
    return folders.map(folder -> Path.of(folder, name)).filter(Files::exists).findFirst();
  }
}
