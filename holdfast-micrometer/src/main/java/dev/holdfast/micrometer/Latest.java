package dev.holdfast.micrometer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reading that is taken again when it is old, so that the many meters of a registry, which are
 * read one after the other, cost one. If it cannot be taken, because its source was closed, the
 * last one stays.
 */
final class Latest<T> {

  private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

  private final Supplier<T> source;
  private final Consumer<T> onNew;
  private final AtomicReference<@Nullable Reading<T>> last = new AtomicReference<>();

  private record Reading<T>(T value, long takenNanos) {}

  /**
   * Readings of {@code source}.
   *
   * @param onNew is told each reading. No monitor is held, and two threads may tell at once
   */
  Latest(Supplier<T> source, Consumer<T> onNew) {
    this.source = source;
    this.onNew = onNew;
  }

  T get() {
    Reading<T> found = last.get();
    if (found != null && System.nanoTime() - found.takenNanos < FRESH_NANOS) {
      return found.value;
    }
    T value;
    try {
      value = source.get();
    } catch (RuntimeException e) {
      if (found == null) {
        throw e;
      }
      value = found.value;
    }
    last.set(new Reading<>(value, System.nanoTime()));
    onNew.accept(value);
    return value;
  }
}
