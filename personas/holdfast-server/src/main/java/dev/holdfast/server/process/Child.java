package dev.holdfast.server.process;

import java.io.IOException;
import java.util.List;

/** A child process with our standard streams. */
public sealed interface Child permits NativeChild, PortableChild {

  /**
   * Starts a command.
   *
   * @param descriptors what the child is to inherit besides the standard streams. With none, Java's
   *     own way is taken, which works everywhere; with some, that of POSIX
   * @throws StartException if the system refuses it
   */
  static Child start(List<String> command, List<Integer> descriptors) throws IOException {
    return descriptors.isEmpty()
        ? PortableChild.start(command)
        : NativeChild.start(command, descriptors);
  }

  /** Waits until it has ended, and returns its exit code; 128 + n if signal n ended it. */
  int waitFor() throws InterruptedException;

  /** Sends it a signal; does nothing if it has ended. From any thread. */
  void signal(int number);
}
