package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The benchmark's end of a {@link Worker}, of whatever language. */
final class WorkerProcess implements AutoCloseable {

  private final WorkerKind kind;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  private WorkerProcess(WorkerKind kind, Process process) {
    this.kind = kind;
    this.process = process;
    answers = process.inputReader();
    commands = process.outputWriter();
  }

  static WorkerProcess start(WorkerKind kind, Path directory) throws IOException {
    return start(kind, directory, List.of());
  }

  /** Starts a worker through a command, such as taskset, that runs another. */
  static WorkerProcess start(WorkerKind kind, Path directory, List<String> through)
      throws IOException {
    List<String> command = new ArrayList<>(through);
    command.addAll(kind.command(directory));
    WorkerProcess worker =
        new WorkerProcess(
            kind,
            Commands.builder(command, kind.environment()).redirectError(Redirect.INHERIT).start());
    if (!"ready".equals(worker.answers.readLine())) {
      worker.close();
      throw new IOException(kind.title() + ": the worker did not start");
    }
    return worker;
  }

  void send(Object... words) throws IOException {
    commands.write(String.join(" ", List.of(words).stream().map(Object::toString).toList()));
    commands.newLine();
    commands.flush();
  }

  String receive() throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith("ok ")) {
      throw new IOException(kind.title() + ": the worker failed: " + line);
    }
    return line.substring(3);
  }

  long ask(Object... words) throws IOException {
    send(words);
    return Long.parseLong(receive());
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
