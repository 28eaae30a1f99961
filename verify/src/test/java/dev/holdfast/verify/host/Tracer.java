package dev.holdfast.verify.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records system calls of one thread, or makes them fail, or deadly: {@code strace} attached to it.
 * Calls are counted from the attachment, for each name by itself.
 */
public final class Tracer implements AutoCloseable {

  private final Process strace;
  private final Path record;

  private Tracer(Process strace, Path record) {
    this.strace = strace;
    this.record = record;
  }

  /** Skips the test, with the reason, where threads cannot be traced. */
  public static void assumePossible() {
    Host.assumeRoot();
    Host.assumePrograms("strace");
  }

  /**
   * Attaches to a thread; on return it is traced.
   *
   * @param thread its number, as in {@code /proc/<pid>/task}
   * @param calls names of system calls, separated by commas; those that the platform lacks are
   *     skipped if they begin with a question mark
   * @param fault such as {@code error=EIO:when=1} or {@code signal=SIGKILL:when=2}
   */
  public static Tracer attach(String thread, String calls, String fault) throws IOException {
    return start(thread, "-e", "trace=%file,%desc," + calls, "-e", "inject=" + calls + ":" + fault);
  }

  /** Attaches to a thread to record its calls on files and descriptors, and harms none. */
  public static Tracer watch(String thread) throws IOException {
    return start(thread, "-e", "trace=%file,%desc");
  }

  private static Tracer start(String thread, String... options) throws IOException {
    Path record = Files.createTempFile("holdfast-strace-", ".log");
    List<String> command =
        new ArrayList<>(List.of("strace", "-y", "-p", thread, "-o", record.toString()));
    command.addAll(List.of(options));
    Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    BufferedReader output = strace.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.endsWith(" attached")) {
        return new Tracer(strace, record);
      }
    }
    strace.onExit().join();
    Files.delete(record);
    Host.skip("strace cannot trace here: " + String.join(" ", said));
    throw new AssertionError("unreachable");
  }

  /**
   * Detaches, if it has not yet, and returns what it recorded: a line for each call, with the paths
   * of descriptors in angle brackets.
   */
  public List<String> record() throws IOException {
    detach();
    return recordSoFar();
  }

  /** {@link #record()} without detaching; may end in the middle of a call. */
  public List<String> recordSoFar() throws IOException {
    return Files.readAllLines(record, StandardCharsets.ISO_8859_1);
  }

  private void detach() {
    strace.destroy();
    strace.onExit().join();
  }

  /** Ends the tracer at once, also in the middle of a delay; for threads that are dead. */
  public void kill() {
    strace.destroyForcibly();
    strace.onExit().join();
  }

  /** Detaches; the thread goes on untraced. */
  @Override
  public void close() throws IOException {
    detach();
    Files.deleteIfExists(record);
  }
}
