package dev.holdfast.verify.file;

import dev.holdfast.verify.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that writes files on one thread, whose system calls may be made to fail. */
final class TracedWriter implements AutoCloseable {

  private final ForkedJvm process;
  private final String thread;

  private TracedWriter(ForkedJvm process, String thread) {
    this.process = process;
    this.thread = thread;
  }

  /** A process that has done everything once, so that only the work itself is left to trace. */
  static TracedWriter start(Path directory) throws IOException, InterruptedException {
    ForkedJvm process = ForkedJvm.of(FileWorker.class).start();
    String thread = process.await("ready ").substring("ready ".length());
    TracedWriter writer = new TracedWriter(process, thread);
    Path warm = Files.createDirectory(directory.resolve("warm-" + process.pid())).resolve("file");
    for (String operation : new String[] {"create", "create", "write", "delete"}) {
      writer.begin(operation, warm, 1);
      writer.outcome();
    }
    return writer;
  }

  ForkedJvm process() {
    return process;
  }

  Tracer trace(String calls, String fault) throws IOException {
    return Tracer.attach(thread, calls, fault);
  }

  void begin(String operation, Path path, long version) {
    process.send("%s %s %s %d".formatted(operation, WriterKind.HOLDFAST, path, version));
  }

  /** What the writer says of it. */
  String outcome() throws InterruptedException {
    return process.await("");
  }

  @Override
  public void close() {
    process.close();
  }
}
