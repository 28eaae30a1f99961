package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process that locks: it says {@code ready}, then answers each line of standard input with a
 * line {@code ok ANSWER}, until the end of input. Times are nanoseconds of the machine's monotonic
 * clock, the same in every process.
 *
 * <ul>
 *   <li>{@code cycle NAME COUNT}: acquires and releases a name so often; answers the time taken
 *   <li>{@code distinct PREFIX FROM COUNT}: the same with a name of its own each time
 *   <li>{@code acquire NAME}: answers the time of the grant
 *   <li>{@code release NAME}: answers the time just before the release
 *   <li>{@code contend NAME START MILLIS FILE}: from {@code START} on, over and over, adds one to
 *       the number in the file under the lock; answers grants, sum of waits, longest wait
 *   <li>{@code prepare SIDE}, then {@code handover TURNS}: see {@link Handover}
 *   <li>{@code memory}: answers the bytes of heap in use after a collection
 * </ul>
 */
final class Worker {

  private final Peer peer;
  private final Map<String, AutoCloseable> held = new HashMap<>();

  private @Nullable Handover handover;

  private Worker(Peer peer) {
    this.peer = peer;
  }

  public static void main(String[] args) throws Exception {
    try (Peer peer = PeerKind.valueOf(args[0]).open(Path.of(args[1]))) {
      Worker worker = new Worker(peer);
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        System.out.println("ok " + worker.answer(line.split(" ", -1)));
      }
    }
    System.exit(0);
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "cycle" -> Long.toString(cycle(words[1], Integer.parseInt(words[2])));
      case "distinct" ->
          Long.toString(distinct(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])));
      case "acquire" -> {
        held.put(words[1], peer.acquire(words[1]));
        yield Long.toString(System.nanoTime());
      }
      case "release" -> {
        long time = System.nanoTime();
        held.remove(words[1]).close();
        yield Long.toString(time);
      }
      case "contend" ->
          contend(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), words[4]);
      case "prepare" -> {
        handover = Handover.prepare(peer, Integer.parseInt(words[1]));
        yield "0";
      }
      case "handover" -> requireNonNull(handover).run(Integer.parseInt(words[1]));
      case "memory" -> Long.toString(usedHeap());
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private long cycle(String name, int count) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      peer.acquire(name).close();
    }
    return System.nanoTime() - start;
  }

  private long distinct(String prefix, int from, int count) throws Exception {
    long start = System.nanoTime();
    for (int i = from; i < from + count; i++) {
      peer.acquire(prefix + i).close();
    }
    return System.nanoTime() - start;
  }

  private String contend(String name, long start, long millis, String file) throws Exception {
    long count = 0;
    long total = 0;
    long longest = 0;
    try (RandomAccessFile counter = new RandomAccessFile(file, "rw")) {
      Thread.sleep(Math.max(0, (start - System.nanoTime()) / 1_000_000));
      long end = start + millis * 1_000_000;
      for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
        AutoCloseable lock = peer.acquire(name);
        long waited = System.nanoTime() - before;
        counter.seek(0);
        long value = counter.readLong();
        counter.seek(0);
        counter.writeLong(value + 1);
        lock.close();
        count++;
        total += waited;
        longest = Math.max(longest, waited);
      }
    }
    return count + " " + total + " " + longest;
  }

  /** Bytes of heap in use after a collection. */
  static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
