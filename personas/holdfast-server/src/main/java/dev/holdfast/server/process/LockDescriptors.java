package dev.holdfast.server.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Open files of a lock directory that have open-file-description locks, as Linux tells in {@code
 * /proc/PID/fdinfo} (proc_pid_fdinfo(5)).
 *
 * <p>Such a lock belongs to the open file: to every process that has it, by inheritance. Where
 * there is no {@code /proc}, or locks are of another kind, nothing is found.
 */
public final class LockDescriptors {

  private static final Path PROC = Path.of("/proc");

  private LockDescriptors() {}

  /** The descriptors of this process through which it holds locks of a directory. */
  public static List<Integer> ofThisProcess(Path lockDirectory) {
    return of("self", lockDirectory);
  }

  /** The processes that have such a descriptor, of those that we may look at. */
  public static List<Long> processesWith(Path lockDirectory) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> !of(Long.toString(pid), lockDirectory).isEmpty())
        .sorted()
        .toList();
  }

  /**
   * Has a process a file of the directory open, with locks or without?
   *
   * @throws IOException if we may not look at that process
   */
  static boolean opens(long pid, Path lockDirectory) throws IOException {
    Path real = lockDirectory.toRealPath();
    try (Stream<Path> links = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
      return links.anyMatch(link -> leadsInto(link, real));
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  private static List<Integer> of(String process, Path lockDirectory) {
    Path directory = PROC.resolve(process);
    List<Integer> found = new ArrayList<>();
    try (Stream<Path> links = Files.list(directory.resolve("fd"))) {
      Path real = lockDirectory.toRealPath();
      for (Path link : (Iterable<Path>) links::iterator) {
        String number = String.valueOf(link.getFileName());
        if (leadsInto(link, real) && hasLocks(directory.resolve("fdinfo").resolve(number))) {
          found.add(Integer.valueOf(number));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // no such process any more, not ours to look at, or no /proc
    }
    return found;
  }

  private static boolean leadsInto(Path link, Path directory) {
    try {
      return directory.equals(Files.readSymbolicLink(link).getParent());
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static boolean hasLocks(Path info) {
    try {
      return Files.readString(info).contains("OFDLCK");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
