package dev.holdfast.verify.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One {@code holdfast mcp --dir FOLDER}, started through the launcher. Every byte of its standard
 * output is kept, so that each test can ask whether all of them were protocol.
 */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final OutputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread outReader;
  private final Thread errReader;
  private volatile boolean killed;

  private ServerProcess(Process process, Consumer<String> onLine, Runnable onEnd) {
    this.process = process;
    this.in = process.getOutputStream();
    this.outReader = Thread.ofPlatform().daemon().start(() -> readOut(onLine, onEnd));
    this.errReader = Thread.ofPlatform().daemon().start(this::readErr);
  }

  /**
   * Starts a server.
   *
   * @param wrapper a command that runs the launcher as its argument, or nothing
   * @param onLine gets each whole line of the output, on a thread of this object
   * @param onEnd is run after the last line
   */
  static ServerProcess start(
      Path folder, List<String> wrapper, Consumer<String> onLine, Runnable onEnd) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(List.of(Launcher.program() + "", "mcp", "--dir", folder + ""));
    try {
      return new ServerProcess(Launcher.builder(command).start(), onLine, onEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one line. Lines of several threads do not mix. */
  void send(String line) throws IOException {
    sendBytes((line + "\n").getBytes(UTF_8));
  }

  /** Sends bytes as they are. */
  synchronized void sendBytes(byte[] bytes) throws IOException {
    in.write(bytes);
    in.flush();
  }

  /** Ends the input of the server, which is how a client tells it to end. */
  void closeInput() {
    try {
      in.close();
    } catch (IOException e) {
      // The server is gone already.
    }
  }

  /** Kills the server with SIGKILL and waits until it is dead and its last output is read. */
  void kill() {
    killed = true;
    // Not by the process itself: that would close its output, with what is in it.
    boolean _ = process.toHandle().destroyForcibly();
    awaitEnd();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits for the end of the process and of its output, and returns the exit code. */
  int awaitEnd() {
    try {
      if (!process.waitFor(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the server did not end; standard error:\n" + err());
      }
      outReader.join(Launcher.DEADLINE);
      errReader.join(Launcher.DEADLINE);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server", e);
    }
  }

  /** What came on standard output so far. */
  byte[] out() {
    synchronized (out) {
      return out.toByteArray();
    }
  }

  /** What came on standard error so far. */
  String err() {
    synchronized (err) {
      return err.toString(UTF_8);
    }
  }

  /**
   * Ends the input, and checks that the server ends by itself, with exit code 0, without having
   * written anything but protocol to its output.
   */
  void endAndCheck() {
    closeInput();
    int exitCode = awaitEnd();
    WireOutput.assertProtocolOnly(out(), !killed);
    if (!killed) {
      assertThat(exitCode).as("exit code; standard error: %s", err()).isZero();
    }
  }

  /** Leaves nothing running, whatever happened before. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.toHandle().onExit().get(Launcher.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the server survived SIGKILL", e);
    }
  }

  private void readOut(Consumer<String> onLine, Runnable onEnd) {
    try (InputStream stream = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = stream.read(); b >= 0; b = stream.read()) {
        synchronized (out) {
          out.write(b);
        }
        if (b == '\n') {
          onLine.accept(line.toString(UTF_8));
          line.reset();
        } else {
          line.write(b);
        }
      }
    } catch (IOException e) {
      // The process was destroyed: what it wrote until then was read.
    } finally {
      onEnd.run();
    }
  }

  private void readErr() {
    try (InputStream stream = process.getErrorStream()) {
      byte[] buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (err) {
          err.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // As above.
    }
  }
}
