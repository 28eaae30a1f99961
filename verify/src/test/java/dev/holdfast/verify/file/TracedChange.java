package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A change of a file whose system calls are disturbed one after the other. */
enum TracedChange {
  WRITE("write", 1, 2),
  WRITE_WITHOUT_OLD("write", -1, 2),
  WRITE_THROUGH_LINK("write", 1, 2),
  UPDATE("update", 1, 2),
  CREATE("create", -1, 2),
  DELETE("delete", 1, -1);

  /** The version of a file that is not there. */
  static final long ABSENT = -1;

  private static final int MAX_BYTES = 100_000;

  private final String command;
  final long before;
  final long after;

  TracedChange(String command, long before, long after) {
    this.command = command;
    this.before = before;
    this.after = after;
  }

  /** The system calls of this change, undisturbed, on files and directories. */
  List<SystemCall> callsBy(TracedWriter writer, Path directory) throws Exception {
    prepare(directory);
    try (Tracer tracer = writer.watch()) {
      beginBy(writer, directory);
      assertThat(writer.outcome()).isEqualTo("done");
      return SystemCall.parse(tracer.record(), directory).stream()
          .filter(call -> call.concerns(directory))
          .toList();
    }
  }

  /** Brings the directory into the state before the change. */
  void prepare(Path directory) throws IOException {
    Files.createDirectories(contentOf(directory).resolveSibling("."));
    Files.deleteIfExists(contentOf(directory));
    if (before != ABSENT) {
      Files.write(contentOf(directory), SelfChecking.content(before, MAX_BYTES));
    }
    if (this == WRITE_THROUGH_LINK) {
      Files.deleteIfExists(pathIn(directory));
      Files.createSymbolicLink(pathIn(directory), Path.of("real", "file"));
    }
  }

  /** Has the change made in a prepared directory. */
  void beginBy(TracedWriter writer, Path directory) {
    writer.begin(command, pathIn(directory), after);
  }

  private Path pathIn(Path directory) {
    return directory.resolve("file");
  }

  private Path contentOf(Path directory) {
    return this == WRITE_THROUGH_LINK
        ? directory.resolve("real").resolve("file")
        : pathIn(directory);
  }

  /**
   * The version that is there.
   *
   * @throws AssertionError if it is not one whole version, or the link is gone
   */
  long versionIn(Path directory) throws IOException {
    if (this == WRITE_THROUGH_LINK && !Files.isSymbolicLink(pathIn(directory))) {
      throw new AssertionError("the link was replaced");
    }
    Path content = contentOf(directory);
    return Files.exists(content, LinkOption.NOFOLLOW_LINKS)
        ? SelfChecking.versionOf(Files.readAllBytes(content))
        : ABSENT;
  }

  /** Where the change makes its temporaries. */
  Path workIn(Path directory) {
    return contentOf(directory).resolveSibling(".").normalize();
  }

  /** What is there beside the file. */
  List<Path> temporariesIn(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(workIn(directory))) {
      entries.filter(path -> !path.endsWith("file")).forEach(found::add);
    }
    return found;
  }
}
