package dev.holdfast.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process of Linux, told from every other one until the machine restarts.
 *
 * @param namespace in which its number means it: the inode of its pid namespace; 0 if not known
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine did: numbers are used again
 */
public record LinuxProcess(long namespace, long pid, long startTicks) {

  private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/pid");
  private static final Path OWN_STATUS = Path.of("/proc/self/stat");

  /** Of the fields after the name in {@code /proc/PID/stat}; see {@code proc_pid_stat(5)}. */
  private static final int START_FIELD = 19;

  private static final LinuxProcess SELF = readSelf();

  /** This process; without namespace where it cannot tell, or must not make native calls. */
  public static LinuxProcess self() {
    return SELF;
  }

  private static LinuxProcess readSelf() {
    long pid = ProcessHandle.current().pid();
    if (LinuxSystem.supported()) {
      try {
        // Such as "pid:[4026531836]".
        String link = Files.readSymbolicLink(OWN_NAMESPACE).toString();
        long namespace = Long.parseLong(link.substring(link.indexOf('[') + 1, link.length() - 1));
        return new LinuxProcess(namespace, pid, startTicksIn(OWN_STATUS));
      } catch (IOException | RuntimeException e) {
        // no /proc as we know it
      }
    }
    return new LinuxProcess(0, pid, 0);
  }

  /** Does its number mean it here? */
  boolean isInOurNamespace() {
    return namespace != 0 && namespace == SELF.namespace;
  }

  /** Is the process that now has its number this one? */
  boolean hasItsNumber() {
    try {
      return startTicksIn(Path.of("/proc", Long.toString(pid), "stat")) == startTicks;
    } catch (IOException | RuntimeException e) {
      return false; // gone, or not ours to see
    }
  }

  private static long startTicksIn(Path statusFile) throws IOException {
    String status = Files.readString(statusFile);
    // The name may contain anything, also blanks and brackets.
    String afterName = status.substring(status.lastIndexOf(')') + 2);
    return Long.parseLong(afterName.split(" ", -1)[START_FIELD]);
  }
}
