package dev.holdfast.verify.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.AtomicFiles;
import dev.holdfast.lock.LockManager;
import dev.holdfast.verify.host.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F3: each single system call of a change fails in turn. What the change reports is true, whatever
 * the call was.
 */
class FailureSweepIT {

  /** Now and then a call has another number, as when random bytes are read ahead. */
  private static final int MAX_TRIES = 5;

  @TempDir Path parent;

  private final AtomicFiles files = AtomicFiles.lockedBy(LockManager.inProcess());
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @BeforeEach
  void assumePossible() {
    Tracer.assumePossible();
  }

  @ParameterizedTest
  @EnumSource
  void failure_ofEachSystemCall_isReportedAsItIs(TracedChange change) throws Exception {
    failEachCallOf(change, WriterKind.HOLDFAST);

    System.out.printf("%s: %s%n", change, outcomes);
    assertThat(violations).isEmpty();
    assertThat(outcomes).containsKeys("failed NOT_COMMITTED", "failed UNKNOWN");
  }

  /** The old content is lost, or cut short, though the writer failed. */
  @ParameterizedTest
  @EnumSource(names = {"REPLACE_EXISTING", "IN_PLACE"})
  void failure_ofEachSystemCallOfAnotherWriter_isCondemned(WriterKind kind) throws Exception {
    failEachCallOf(TracedChange.WRITE, kind);

    assertThat(violations).anySatisfy(said -> assertThat(said).startsWith("failed otherwise"));
  }

  private void failEachCallOf(TracedChange change, WriterKind kind) throws Exception {
    Path directory = parent.resolve("files");
    try (TracedWriter writer = TracedWriter.start(parent, kind, 1).getFirst()) {
      for (SystemCall call : change.callsBy(writer, directory)) {
        for (String error : call.takesRoom() ? List.of("EIO", "ENOSPC") : List.of("EIO")) {
          String said = outcomeOf(call, error, change, writer, directory);
          check(said, "%s of %s".formatted(error, call), call, change, directory);
        }
        change.prepare(directory); // and the process goes on
        change.beginBy(writer, directory);
        assertThat(writer.outcome()).isEqualTo("done");
      }
    }
  }

  private static String outcomeOf(
      SystemCall call, String error, TracedChange change, TracedWriter writer, Path directory)
      throws Exception {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      change.prepare(directory);
      try (Tracer tracer =
          writer.trace(call.name(), "error=%s:when=%d".formatted(error, call.nth()))) {
        change.beginBy(writer, directory);
        String said = writer.outcome();
        if (SystemCall.failedIn(tracer.record(), directory).equals(List.of(call))) {
          return said;
        }
      }
    }
    throw new AssertionError("never met %s".formatted(call));
  }

  private void check(
      String said, String fault, SystemCall call, TracedChange change, Path directory)
      throws IOException {
    String outcome =
        Stream.of("done", "failed NOT_COMMITTED", "failed UNKNOWN", "failed COMMITTED")
            .filter(said::startsWith)
            .findFirst()
            .orElse("failed otherwise");
    outcomes.merge(outcome, 1, Integer::sum);
    boolean changed =
        !outcome.equals("failed NOT_COMMITTED") && !outcome.equals("failed otherwise");
    if (outcome.equals("done") && call.matters()) {
      violations.add("done in spite of " + fault);
    }
    try {
      long found = change.versionIn(directory);
      if (found != (changed ? change.after : change.before)) {
        violations.add("%s, but version %d is there, %s".formatted(said, found, fault));
      }
    } catch (AssertionError e) {
      violations.add("%s, but %s, %s".formatted(said, e.getMessage(), fault));
    }
    if (!said.contains(" at remove the temporary file")) { // else this is what failed
      assertNoneLeft(change, directory, "before a sweep, " + fault);
    }
    files.sweep(change.workIn(directory));
    assertNoneLeft(change, directory, "after a sweep, " + fault);
  }

  private void assertNoneLeft(TracedChange change, Path directory, String when) throws IOException {
    for (Path left : change.temporariesIn(directory)) {
      violations.add("%s remains %s".formatted(left.getFileName(), when));
      if (when.startsWith("after")) {
        Files.delete(left);
      }
    }
  }
}
