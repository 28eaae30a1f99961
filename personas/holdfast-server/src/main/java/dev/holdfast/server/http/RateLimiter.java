package dev.holdfast.server.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A bucket of permissions for each of many keys, which fills with time. The keys that were used
 * last are remembered; one that is forgotten has a full bucket again.
 */
final class RateLimiter {

  private final double perNano;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets; // guarded by its monitor

  private static final class Bucket {
    private double permissions;
    private long asOfNanos;

    Bucket(double permissions, long asOfNanos) {
      this.permissions = permissions;
      this.asOfNanos = asOfNanos;
    }
  }

  /**
   * @param perSecond how fast a bucket fills
   * @param burst what it holds
   * @param mostKeys that are remembered
   */
  RateLimiter(double perSecond, int burst, int mostKeys, LongSupplier nanoTime) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > mostKeys;
          }
        };
  }

  /** Takes a permission; if there is none, says after what time there will be. */
  Optional<Duration> take(String key) {
    synchronized (buckets) {
      Bucket bucket = filled(key);
      if (bucket.permissions >= 1) {
        bucket.permissions--;
        return Optional.empty();
      }
      return Optional.of(untilOne(bucket));
    }
  }

  /** After what time there will be a permission; empty if there is one. Takes none. */
  Optional<Duration> look(String key) {
    synchronized (buckets) {
      Bucket bucket = filled(key);
      return bucket.permissions >= 1 ? Optional.empty() : Optional.of(untilOne(bucket));
    }
  }

  private Bucket filled(String key) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key, _ -> new Bucket(burst, now));
    bucket.permissions = Math.min(burst, bucket.permissions + (now - bucket.asOfNanos) * perNano);
    bucket.asOfNanos = now;
    return bucket;
  }

  private Duration untilOne(Bucket bucket) {
    return Duration.ofNanos((long) Math.ceil((1 - bucket.permissions) / perNano));
  }
}
