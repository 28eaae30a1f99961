package dev.holdfast.server.process;

/** {@code kill(2)}. */
final class Signal {
  private Signal() {}

  /** Sends a signal to a process. False if that was not possible. */
  static boolean send(long pid, int number) {
    try {
      return Libc.call("kill", Math.toIntExact(pid), number) == 0;
    } catch (RuntimeException | LinkageError e) { // no such function, no access to native code
      return false;
    }
  }
}
