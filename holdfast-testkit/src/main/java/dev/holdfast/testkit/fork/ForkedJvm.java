package dev.holdfast.testkit.fork;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A main class that runs in a JVM of its own, on the class path of this one.
 *
 * <p>The two talk in lines: {@link #send} writes to its standard input, {@link #await} reads its
 * standard output. The other end is {@link Parent}. Closing kills the process; if this JVM dies
 * first, the other ends when its standard input does.
 *
 * <p>One thread may send and await at a time; signals may be sent from any.
 */
public final class ForkedJvm implements AutoCloseable {

  /** How long a process may take to start, to answer or to end before the test fails. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String END_OF_OUTPUT = "\0";

  private final String name;
  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final List<String> passedOver = new ArrayList<>();
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final Thread reader;

  private ForkedJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = process.outputWriter();
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  copyLines(process.inputReader(), output);
                  output.add(END_OF_OUTPUT);
                });
    Thread.ofPlatform().daemon().start(() -> copyLines(process.errorReader(), errors));
  }

  private static void copyLines(BufferedReader from, Collection<String> to) {
    try (from) {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        to.add(line);
      }
    } catch (IOException e) {
      to.add("(reading failed: " + e + ")");
    }
  }

  /** What to start. */
  public static Launch of(Class<?> main) {
    return new Launch(main);
  }

  /** A start that is being described. */
  public static final class Launch {
    private final Class<?> main;
    private final List<String> starter = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");
    private String nativeAccess = "--enable-native-access=ALL-UNNAMED";

    private Launch(Class<?> main) {
      this.main = main;
    }

    /** Adds an option of the JVM, such as {@code -Dname=value}. */
    public Launch option(String option) {
      options.add(option);
      return this;
    }

    /** Has it started by another program, such as {@code unshare}, which gets the command line. */
    public Launch by(String... command) {
      starter.addAll(List.of(command));
      return this;
    }

    /** Native calls are denied to it. */
    public Launch withoutNativeAccess() {
      nativeAccess = "--illegal-native-access=deny";
      return this;
    }

    /** Classes in this directory take the place of those of the same names. */
    public Launch classesFirst(Path directory) {
      classPath = directory + File.pathSeparator + classPath;
      return this;
    }

    /** Adds arguments of the main class. */
    public Launch arguments(Object... values) {
      for (Object value : values) {
        arguments.add(value.toString());
      }
      return this;
    }

    /** Starts the process; does not wait for it. */
    public ForkedJvm start() throws IOException {
      List<String> command = new ArrayList<>(starter);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // A small and quick start: these processes live for seconds.
      command.addAll(
          List.of(
              "-Xshare:auto",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx256m",
              nativeAccess));
      command.addAll(options);
      command.addAll(List.of("-cp", classPath, main.getName()));
      command.addAll(arguments);
      return new ForkedJvm(main.getSimpleName(), new ProcessBuilder(command).start());
    }
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** What it has written to standard error so far. */
  public List<String> errors() {
    synchronized (errors) {
      return List.copyOf(errors);
    }
  }

  /** Writes a line to its standard input. */
  public void send(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(described("cannot be told '" + line + "'"), e);
    }
  }

  /**
   * The first line of its output, of those not returned yet, that starts with {@code prefix}.
   *
   * @throws AssertionError if it does not come within {@link #PATIENCE} or before the process ends
   */
  public String await(String prefix) throws InterruptedException {
    for (String line : passedOver) {
      if (line.startsWith(prefix)) {
        passedOver.remove(line);
        return line;
      }
    }
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = output.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError(described("did not say '%s' in time".formatted(prefix)));
      }
      if (line.equals(END_OF_OUTPUT)) {
        output.add(line);
        throw new AssertionError(described("ended without saying '%s'".formatted(prefix)));
      }
      seen.add(line);
      if (line.startsWith(prefix)) {
        return line;
      }
      passedOver.add(line);
    }
  }

  /** All lines of output, awaited or not, until the process ended; kill it before. */
  public List<String> allOutput() throws InterruptedException {
    reader.join();
    List<String> rest = new ArrayList<>();
    output.drainTo(rest);
    rest.removeIf(END_OF_OUTPUT::equals);
    output.add(END_OF_OUTPUT);
    seen.addAll(rest);
    passedOver.addAll(rest);
    return List.copyOf(seen);
  }

  /** All lines of output that nobody awaited, until the process ended; kill it before. */
  public List<String> remainingOutput() throws InterruptedException {
    reader.join();
    List<String> rest = new ArrayList<>(passedOver);
    passedOver.clear();
    output.drainTo(rest);
    rest.removeIf(END_OF_OUTPUT::equals);
    output.add(END_OF_OUTPUT);
    return rest;
  }

  /** Waits for its end and returns its exit code; 128 plus the signal if a signal ended it. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(described("did not end in time"));
    }
    return process.exitValue();
  }

  /** Has it not ended yet? */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when the process is gone. What it had said can still be read. */
  public void kill() throws InterruptedException {
    beginKill();
    awaitExit();
  }

  /** SIGKILL; does not wait until the process is gone, which a tracer may put off. */
  public void beginKill() {
    // Not by the process itself: that would close its output, with what is in it.
    boolean _ = process.toHandle().destroyForcibly();
  }

  /** SIGSTOP; returns when the process stands still. */
  public void stop() throws IOException, InterruptedException {
    signal("STOP");
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!isStopped()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new AssertionError(described("did not stop"));
      }
      Thread.onSpinWait();
    }
  }

  /** Does it stand still, all of it? */
  public boolean isStopped() throws IOException {
    try (var tasks = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid()), "task"))) {
      for (Path task : tasks) {
        String status = Files.readString(task.resolve("stat"));
        char state = status.charAt(status.lastIndexOf(')') + 2);
        if (state != 'T' && state != 't') {
          return false;
        }
      }
    }
    return true;
  }

  /** SIGCONT: lets it go on. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(signal, pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError(described("could not be sent SIG" + signal));
    }
  }

  private String described(String what) {
    return "%s (pid %d, %s) %s. It said: %s. Errors: %s"
        .formatted(
            name,
            pid(),
            process.isAlive() ? "alive" : "exit code " + process.exitValue(),
            what,
            tail(seen),
            tail(errors));
  }

  private static List<String> tail(List<String> lines) {
    synchronized (lines) {
      return List.copyOf(lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
  }

  /** Kills the process if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (true) {
      try {
        process.waitFor();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
