package dev.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Calls by clients that all work at once.
 *
 * @param seconds from the first call to the last answer
 * @param nanos how long each took
 */
record ServerLoad(double seconds, Figures nanos) {

  /** What a client asks. */
  @FunctionalInterface
  interface Text {
    String of(int client, int number);
  }

  /** Lets each client call so often, one call after the other. */
  static ServerLoad together(List<? extends Calls> clients, int each, Text text) throws Exception {
    long begin = System.nanoTime();
    List<Future<long[]>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients.size(); i++) {
        int client = i;
        running.add(threads.submit(() -> times(clients.get(client), client, each, text)));
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    LongStream all = LongStream.empty();
    for (Future<long[]> one : running) {
      all = LongStream.concat(all, Arrays.stream(one.get()));
    }
    return new ServerLoad(seconds, new Figures(all.toArray()));
  }

  private static long[] times(Calls calls, int client, int each, Text text) throws Exception {
    long[] nanos = new long[each];
    for (int number = 0; number < each; number++) {
      long begin = System.nanoTime();
      String _ = calls.call(text.of(client, number));
      nanos[number] = System.nanoTime() - begin;
    }
    return nanos;
  }

  /** Lets one client call without waiting, as if it were several that wait. */
  static ServerLoad pipelined(McpClient client, int inFlight, int count, Text text)
      throws Exception {
    long begin = System.nanoTime();
    long[] nanos = client.pipelined(inFlight, count, number -> text.of(number % inFlight, number));
    return new ServerLoad((System.nanoTime() - begin) / 1e9, new Figures(nanos));
  }

  double perSecond() {
    return nanos.count() / seconds;
  }
}
