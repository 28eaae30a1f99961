package dev.holdfast.server.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What this host knows about the process that a lock directory names by its number.
 *
 * @param pid its number, as it was published
 * @param state whether it is there
 * @param commandLine its command line; empty where the system does not tell, or it is not there
 */
public record ProcessFacts(long pid, State state, String commandLine) {

  /** Start times are told in whole ticks, and the clock may have been set a little. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Of a command line; the rest is left out. */
  private static final int MOST_BYTES = 65_536;

  /** Is the process there? */
  public enum State {
    /** It runs. */
    RUNNING,
    /** It is stopped, by job control or a debugger, and does nothing until it is continued. */
    STOPPED,
    /** No process of this host has the number. */
    ENDED,
    /**
     * Another process has the number: it ended, or it is in a container with numbers of its own.
     */
    ANOTHER
  }

  /**
   * Looks a process up.
   *
   * @param since when it published something, so it had begun by then
   */
  public static ProcessFacts of(long pid, Instant since, Path lockDirectory) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return new ProcessFacts(pid, State.ENDED, "");
    }
    if (!isUserOf(process.get(), since, lockDirectory)) {
      return new ProcessFacts(pid, State.ANOTHER, "");
    }
    return new ProcessFacts(
        pid, isStopped(pid) ? State.STOPPED : State.RUNNING, commandLine(process.get()));
  }

  /** The command line of a process; empty where the system does not tell. */
  public static String commandLine(long pid) {
    return ProcessHandle.of(pid).map(ProcessFacts::commandLine).orElse("");
  }

  private static String commandLine(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try (InputStream words = Files.newInputStream(file)) {
      String line = new String(words.readNBytes(MOST_BYTES), UTF_8).replace('\0', ' ').strip();
      if (!line.isEmpty()) {
        return line;
      }
    } catch (IOException e) {
      // no /proc, or it has just ended
    }
    ProcessHandle.Info info = process.info(); // without the arguments if they are many
    return info.commandLine().or(info::command).orElse("");
  }

  /** Has it the lock directory open? Where we may not look, its age must do. */
  private static boolean isUserOf(ProcessHandle process, Instant since, Path lockDirectory) {
    try {
      return LockDescriptors.opens(process.pid(), lockDirectory);
    } catch (IOException e) {
      return process
          .info()
          .startInstant()
          .map(start -> start.isBefore(since.plus(TOLERANCE)))
          .orElse(true);
    }
  }

  private static boolean isStopped(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      int state = line.lastIndexOf(')') + 2; // the name before it may have any character
      return state < line.length() && "Tt".indexOf(line.charAt(state)) >= 0;
    } catch (IOException e) {
      return false; // no /proc, or it has just ended
    }
  }
}
