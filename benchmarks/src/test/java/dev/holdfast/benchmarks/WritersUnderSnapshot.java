package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Writers that go on before, during and after a snapshot: how long their writes took. */
final class WritersUnderSnapshot {

  private static final int WRITERS = 2;
  private static final int FILES_A_WRITER = 16;

  /**
   * What came out.
   *
   * @param usual the writes that ended before the snapshot began
   * @param longest the longest write of which a part fell into the snapshot, in nanoseconds
   * @param alone the longest write of an equal time after it, in nanoseconds: what the disk does by
   *     itself to the longest of so many writes
   * @param taken how long the snapshot took, in nanoseconds
   */
  record Result(Figures usual, long longest, long alone, long taken) {}

  private record Write(long start, long end) {
    long nanos() {
      return end - start;
    }
  }

  private volatile boolean stopped;

  private WritersUnderSnapshot() {}

  static Result measure(SnapshotPeer peer, Path into, int millisBefore) throws Exception {
    WritersUnderSnapshot run = new WritersUnderSnapshot();
    List<Future<long[]>> writers = new ArrayList<>();
    long began;
    long ended;
    try (ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
      try {
        for (int writer = 0; writer < WRITERS; writer++) {
          int first = writer * FILES_A_WRITER;
          writers.add(executor.submit(() -> run.write(peer, first)));
        }
        Thread.sleep(millisBefore);
        began = System.nanoTime();
        peer.snapshot(into);
        ended = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(ended - began);
      } finally {
        run.stopped = true;
      }
    }
    List<Write> writes = new ArrayList<>();
    for (Future<long[]> writer : writers) {
      long[] times = writer.get();
      for (int i = 0; i < times.length; i += 2) {
        writes.add(new Write(times[i], times[i + 1]));
      }
    }
    return new Result(
        new Figures(writes.stream().filter(w -> w.end < began).mapToLong(Write::nanos).toArray()),
        longest(writes.stream().filter(w -> w.end >= began && w.start < ended)),
        longest(writes.stream().filter(w -> w.start >= ended)),
        ended - began);
  }

  private static long longest(Stream<Write> writes) {
    return writes.mapToLong(Write::nanos).max().orElse(0);
  }

  /** The beginnings and ends of its writes. No objects: a collector would move them meanwhile. */
  private long[] write(SnapshotPeer peer, int first) throws Exception {
    LongStream.Builder times = LongStream.builder();
    byte[] content = new byte[FileWorker.FILE_BYTES];
    for (int i = 0; !stopped; i++) {
      times.add(System.nanoTime());
      peer.replace(first + i % FILES_A_WRITER, content);
      times.add(System.nanoTime());
    }
    return times.build().toArray();
  }
}
