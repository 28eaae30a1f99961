package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Small helpers around commands, directories and the system's figures. */
final class Commands {

  private static final Pattern GENERATION = Pattern.compile("total [0-9]+K, used ([0-9]+)K");

  private Commands() {}

  /** Does a command exist here and end well? */
  static boolean works(List<String> command, List<String> environment) {
    try {
      return builder(command, environment)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static ProcessBuilder builder(List<String> command, List<String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    for (String setting : environment) {
      int equals = setting.indexOf('=');
      builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return builder;
  }

  /** A command that runs another one on these processors only; the same command without taskset. */
  static List<String> pinned(String processors) {
    return works(List.of("taskset", "--version"), List.of())
        ? List.of("taskset", "-c", processors)
        : List.of();
  }

  /** Processor time that a process and its children have used, in nanoseconds. */
  static long processorNanos(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(each -> threadsNanos(each.pid()))
        .sum();
  }

  // schedstat: time on the processor in ns, time waiting for it, slices. /proc/PID/stat counts 10
  // ms.
  private static long threadsNanos(long pid) {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks.toList()) {
        String line = Files.readString(task.resolve("schedstat"));
        sum += Long.parseLong(line.substring(0, line.indexOf(' ')));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  /** Memory of a process that is in RAM. */
  static long residentKib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("/proc/%d/status says nothing of memory".formatted(pid));
  }

  /** Heap that objects fill in a process of Java with the serial collector. */
  static long heapKib(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_info")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd: " + said);
    }
    return GENERATION
        .matcher(said)
        .results()
        .mapToLong(generation -> Long.parseLong(generation.group(1)))
        .sum();
  }

  static Path newDirectory(PeerKind kind) throws IOException {
    String name = kind.name().toLowerCase(Locale.ROOT) + "-";
    return Files.createTempDirectory(Files.createDirectories(Path.of("target/work")), name)
        .toAbsolutePath();
  }

  /** How many bytes the files of a directory have, and how many files and folders there are. */
  record Size(long bytes, long entries) {

    static Size of(Path directory) throws IOException {
      long bytes = 0;
      long entries = 0;
      try (Stream<Path> found = Files.walk(directory)) {
        for (Path each : (Iterable<Path>) found.skip(1)::iterator) {
          bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
          entries++;
        }
      }
      return new Size(bytes, entries);
    }
  }

  static void delete(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
