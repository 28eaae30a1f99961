package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running Java holds on to.
 *
 * @param heapBytes of the objects that are left after a collection of all garbage
 * @param threads of the system
 * @param descriptors that are open
 * @param sessions whose changes are watched
 */
record JvmFigures(long heapBytes, long threads, long descriptors, long sessions) {

  /** What work in hand may add: more than it does, less than an hour of any leak. */
  private static final long MORE_HEAP_BYTES = 32L << 20;

  private static final long MORE_THREADS = 32;
  private static final long MORE_DESCRIPTORS = 64;
  private static final long MORE_SESSIONS = 10;

  /** Number of objects, bytes, class; each session has one. */
  private static final Pattern SESSIONS =
      Pattern.compile(": +([0-9]+) +[0-9]+ +dev\\.holdfast\\.server\\.mcp\\.Announcements\\s");

  /** Collects the garbage of a process and looks at what is left. */
  static JvmFigures of(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Launcher.Ended histogram =
        Launcher.run(Launcher.DEADLINE, List.of(jcmd.toString(), pid + "", "GC.class_histogram"));
    // The last line: Total, the number of objects, their bytes.
    String total = histogram.out().strip().lines().toList().getLast();
    assertThat(total).as("end of the histogram; %s", histogram.err()).startsWith("Total");
    Path process = Path.of("/proc", pid + "");
    return new JvmFigures(
        Long.parseLong(total.split("\\s+", -1)[2]),
        entries(process.resolve("task")),
        entries(process.resolve("fd")),
        SESSIONS
            .matcher(histogram.out())
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum());
  }

  private static long entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  /** Fails if more has gathered since an earlier look than work in hand may have. */
  void assertFlatSince(JvmFigures before) {
    assertThat(heapBytes)
        .as("heap, before %s", before)
        .isLessThan(before.heapBytes + MORE_HEAP_BYTES);
    assertThat(threads).as("threads, before %s", before).isLessThan(before.threads + MORE_THREADS);
    assertThat(descriptors)
        .as("open descriptors, before %s", before)
        .isLessThan(before.descriptors + MORE_DESCRIPTORS);
    assertThat(sessions)
        .as("sessions, before %s", before)
        .isLessThan(before.sessions + MORE_SESSIONS);
  }
}
