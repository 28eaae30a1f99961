package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A worker for each way of writing files, each over a directory of its own. */
final class FileWorkers implements AutoCloseable {

  private final Map<FilePeerKind, WorkerProcess> workers = new EnumMap<>(FilePeerKind.class);
  private final List<Path> directories = new ArrayList<>();

  private FileWorkers() {}

  /** Starts those that can be measured here, and says in the section which cannot. */
  static FileWorkers start(Section section, Options options, List<FilePeerKind> kinds)
      throws IOException {
    FileWorkers started = new FileWorkers();
    try {
      for (FilePeerKind kind : kinds) {
        Optional<String> missing = kind.missing();
        if (missing.isPresent()) {
          section.skipped(kind, missing.get());
        } else {
          Path directory = Disk.newDirectory(options, kind);
          started.directories.add(directory);
          started.workers.put(kind, WorkerProcess.start(kind, directory));
        }
      }
    } catch (IOException e) {
      started.close();
      throw e;
    }
    section.note("Written to " + Disk.describe(options) + ".");
    return started;
  }

  /** All of them, each round beginning with another one: nobody always follows the same one. */
  List<Map.Entry<FilePeerKind, WorkerProcess>> inTurn(int round) {
    List<Map.Entry<FilePeerKind, WorkerProcess>> all = new ArrayList<>(workers.entrySet());
    Collections.rotate(all, round);
    return all;
  }

  /** The times that a worker answers. */
  static Figures times(WorkerProcess worker, Object... command) throws IOException {
    worker.send(command);
    return new Figures(numbers(worker.receive()));
  }

  /** How many writes a second {@code threads} writers make, each to 16 files of its own. */
  static double rate(WorkerProcess worker, int threads, int millis) throws IOException {
    worker.send("writers", threads, 16, millis);
    long[] countAndNanos = numbers(worker.receive());
    return countAndNanos[0] * 1e9 / countAndNanos[1];
  }

  private static long[] numbers(String answer) {
    return Stream.of(answer.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  @Override
  public void close() throws IOException {
    workers.values().forEach(WorkerProcess::close);
    for (Path directory : directories) {
      Commands.delete(directory);
    }
  }
}
