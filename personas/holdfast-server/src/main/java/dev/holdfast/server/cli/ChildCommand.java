package dev.holdfast.server.cli;

import dev.holdfast.server.process.Child;
import dev.holdfast.server.process.StartException;
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
  private final List<Integer> descriptors;
  private final Io io;
  private final List<Integer> early = new ArrayList<>();
  private @Nullable Child child;

  /**
   * A command.
   *
   * @param descriptors what it inherits besides the standard streams
   */
  ChildCommand(List<String> command, List<Integer> descriptors, Io io) {
    this.command = List.copyOf(command);
    this.descriptors = List.copyOf(descriptors);
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
      Child started = start();
      begin(started);
      return started.waitFor();
    }
  }

  private Child start() {
    try {
      return startOrInterpret();
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

  /** A script that names no interpreter is one of the shell, as POSIX has it in execvp. */
  private Child startOrInterpret() throws IOException {
    try {
      return Child.start(command, descriptors);
    } catch (StartException e) {
      Optional<Path> script = find(command.getFirst());
      if (!e.isOfNoFormat() || script.isEmpty()) {
        throw e;
      }
      List<String> interpreted = new ArrayList<>(List.of("/bin/sh", script.get().toString()));
      interpreted.addAll(command.subList(1, command.size()));
      return Child.start(interpreted, descriptors);
    }
  }

  private synchronized void begin(Child started) {
    child = started;
    early.forEach(this::passOn);
  }

  private synchronized void passOn(int signal) {
    if (child == null) {
      early.add(signal);
    } else if (signal == INTERRUPT && Posix.inForeground()) {
      return; // the terminal has sent it to the child as well; twice means "at once" to many
    } else {
      child.signal(signal);
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
