package dev.holdfast.verify.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes system calls of one thread fail, or deadly: {@code strace} attached to it. Calls are
 * counted from the attachment, for each name by itself.
 */
public final class Tracer implements AutoCloseable {

  private final Process strace;

  private Tracer(Process strace) {
    this.strace = strace;
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
    Process strace =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-p",
                    thread,
                    "-o",
                    "/dev/null",
                    "-e",
                    "trace=" + calls,
                    "-e",
                    "inject=" + calls + ":" + fault))
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    BufferedReader output = strace.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.endsWith(" attached")) {
        return new Tracer(strace);
      }
    }
    strace.onExit().join();
    Host.skip("strace cannot trace here: " + String.join(" ", said));
    throw new AssertionError("unreachable");
  }

  /** Detaches; the thread goes on untraced. */
  @Override
  public void close() {
    strace.destroy();
    strace.onExit().join();
  }
}
