package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F6, as far as F3 needs it: a sweep removes what the dead left and nothing of the living. */
class SweepIT {

  @TempDir Path parent;
  private Path directory;
  private Path file;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());

  @BeforeEach
  void prepare() throws IOException {
    Tracer.assumePossible();
    directory = Files.createDirectory(parent.resolve("files"));
    file = directory.resolve("file");
    files.write(file, SelfChecking.content(1, 100_000));
  }

  @Test
  void sweep_ofALivingWritersTemporary_leavesIt() throws Exception {
    try (TracedWriter writer = TracedWriter.start(parent)) {
      stopInTheMiddle(writer);

      assertThat(files.sweep(directory)).isZero();
      assertThat(temporaries()).hasSize(1);
      assertThat(SelfChecking.versionOf(files.read(file))).isEqualTo(1);

      writer.process().resume();
      assertThat(writer.outcome()).isEqualTo("done");
      assertThat(SelfChecking.versionOf(files.read(file))).isEqualTo(2);
      assertThat(temporaries()).isEmpty();
    }
  }

  @Test
  void sweep_ofADeadWritersTemporary_removesIt() throws Exception {
    try (TracedWriter writer = TracedWriter.start(parent)) {
      stopInTheMiddle(writer);
      writer.process().kill();

      assertThat(files.sweep(directory)).isEqualTo(1);
      assertThat(temporaries()).isEmpty();
      assertThat(files.sweep(directory)).isZero();
    }
  }

  @Test
  void sweep_ofFilesThatAreNotTemporaries_leavesThem() throws Exception {
    List<String> names =
        List.of(
            ".holdfast-.tmp",
            ".holdfast-notes.tmp",
            ".holdfast-0123456789abcdef-0123456789abcdef0123456789abcdef.tmp.md",
            ".holdfast-0123456789ABCDEF-0123456789abcdef0123456789abcdef.tmp",
            ".tmp");
    for (String name : names) {
      Files.createFile(directory.resolve(name));
    }
    String temporaryName = ".holdfast-0123456789abcdef-0123456789abcdef0123456789abcdef.tmp";
    Files.createDirectory(directory.resolve(temporaryName.replace(".tmp", ".md")));
    Files.createSymbolicLink(directory.resolve(temporaryName.replace("0123", "3210")), file);

    assertThat(files.sweep(directory)).isZero();

    assertThat(temporaries()).hasSize(names.size() + 2);
    assertThat(SelfChecking.versionOf(files.read(file))).isEqualTo(1);
  }

  /** Stops the writer when its content is written and not yet synced. */
  private void stopInTheMiddle(TracedWriter writer) throws IOException, InterruptedException {
    try (Tracer _ = writer.trace("fsync,fdatasync", "signal=SIGSTOP:when=1")) {
      writer.begin("write", file, 2);
      await().until(() -> writer.process().isStopped());
    }
    // Detached, it goes from one way of standing still to the other.
    await().until(() -> writer.process().isStopped());
    assertThat(temporaries()).hasSize(1);
    assertThat(temporaries().getFirst()).hasBinaryContent(SelfChecking.content(2, 100_000));
  }

  private List<Path> temporaries() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    }
  }
}
