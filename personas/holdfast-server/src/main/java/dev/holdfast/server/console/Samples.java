package dev.holdfast.server.console;

import dev.holdfast.FileLockManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest samples, in bounded memory. Safe for all threads. */
final class Samples {

  static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Fifteen minutes. */
  static final int MOST = 450;

  private final FileLockManager locks;
  private final Clock clock;

  private final Deque<Sample> samples = new ArrayDeque<>(MOST); // guarded by this

  private Totals last; // guarded by this

  Samples(FileLockManager locks, Clock clock) {
    this.locks = locks;
    this.clock = clock;
    this.last = Totals.now(locks);
  }

  /** Takes a look, and tells what happened since the one before. */
  synchronized Sample take() {
    Totals now = Totals.now(locks);
    Sample sample = Sample.between(last, now, locks.inspect(), clock.millis());
    last = now;
    if (samples.size() == MOST) {
      samples.removeFirst();
    }
    samples.addLast(sample);
    return sample;
  }

  /** All that is remembered, the oldest first. */
  Map<String, Object> history() {
    List<Sample> all;
    synchronized (this) {
      all = List.copyOf(samples);
    }
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("intervalMillis", INTERVAL.toMillis());
    shape.put("most", MOST);
    shape.put("samples", all.stream().map(Sample::shape).toList());
    return shape;
  }
}
