package dev.holdfast.server.process;

import java.io.IOException;
import java.util.List;

/** A child of Java's own making; it inherits the standard streams and nothing else. */
final class PortableChild implements Child {

  private final Process process;

  private PortableChild(Process process) {
    this.process = process;
  }

  static PortableChild start(List<String> command) throws IOException {
    return new PortableChild(new ProcessBuilder(command).inheritIO().start());
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void signal(int number) {
    if (process.isAlive() && !Signal.send(process.pid(), number)) {
      process.destroy();
    }
  }
}
