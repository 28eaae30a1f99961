package dev.holdfast.verify.file;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A thread of another process that changes files, and whose system calls may be disturbed. */
final class TracedWriter implements AutoCloseable {

  private final ForkedJvm process;
  private final WriterKind kind;
  private final int number;
  private final String thread;

  private TracedWriter(ForkedJvm process, WriterKind kind, int number, String thread) {
    this.process = process;
    this.kind = kind;
    this.number = number;
    this.thread = thread;
  }

  /** The only one of its process. */
  static TracedWriter start(Path parent) throws IOException, InterruptedException {
    return start(parent, WriterKind.HOLDFAST, 1).getFirst();
  }

  /**
   * The threads of a process that have done everything once, so that only the work itself is left
   * to trace. To close one closes all.
   */
  static List<TracedWriter> start(Path parent, WriterKind kind, int threads)
      throws IOException, InterruptedException {
    ForkedJvm process = ForkedJvm.of(FileWorker.class).start();
    process.await("ready");
    Path warm = Files.createDirectory(parent.resolve("warm-" + process.pid()));
    List<TracedWriter> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      process.send("thread " + i);
      String said = process.await("thread %d is ".formatted(i));
      String thread = said.substring(said.lastIndexOf(' ') + 1);
      writers.add(new TracedWriter(process, kind, i, thread));
    }
    for (String operation : new String[] {"create", "create", "write", "update", "delete"}) {
      for (TracedWriter writer : writers) {
        writer.begin(operation, warm.resolve("file" + writer.number), 1);
      }
      for (TracedWriter writer : writers) {
        writer.outcome();
      }
    }
    return writers;
  }

  ForkedJvm process() {
    return process;
  }

  /** Records the calls of the thread. */
  Tracer watch() throws IOException {
    return Tracer.watch(thread);
  }

  /** Disturbs calls of the thread. */
  Tracer trace(String calls, String fault) throws IOException {
    return Tracer.attach(thread, calls, fault);
  }

  void begin(String operation, Path path, long version) {
    process.send("on %d %s %s %s %d".formatted(number, operation, kind, path, version));
  }

  /** What the writer says of it. */
  String outcome() throws InterruptedException {
    String prefix = number + " ";
    return process.await(prefix).substring(prefix.length());
  }

  @Override
  public void close() {
    process.close();
  }
}
