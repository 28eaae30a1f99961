package dev.holdfast.micrometer;

import dev.holdfast.lock.DurationHistogram;
import dev.holdfast.lock.LockManager;
import dev.holdfast.lock.LockMetrics.Totals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Meters of a lock manager. Tag {@code kind} is the part of a resource's name before its first
 * {@code ':'}, for at most 64 kinds and {@code (other)}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>tags</th><th>of</th><th>what</th></tr>
 * <tr><td>{@code holdfast.lock.wait}</td><td>kind</td><td>manager</td>
 *   <td>histogram, seconds: how long grants queued that had to wait</td></tr>
 * <tr><td>{@code holdfast.lock.hold}</td><td>kind</td><td>manager</td>
 *   <td>histogram, seconds: how long released handles were held</td></tr>
 * <tr><td>{@code holdfast.lock.acquired}</td><td>kind</td><td>manager</td>
 *   <td>counter: grants</td></tr>
 * <tr><td>{@code holdfast.lock.timeouts}</td><td>kind</td><td>manager</td>
 *   <td>counter: requests that gave up after their wait timeout</td></tr>
 * <tr><td>{@code holdfast.lock.interrupts}</td><td>kind</td><td>manager</td>
 *   <td>counter: requests that gave up because their thread was interrupted</td></tr>
 * <tr><td>{@code holdfast.lock.deadlocks}</td><td>kind</td><td>manager</td>
 *   <td>counter: requests refused because their wait would have closed a deadlock</td></tr>
 * <tr><td>{@code holdfast.lock.takeovers}</td><td>kind</td><td>manager</td>
 *   <td>counter: grants whose previous exclusive owner had died</td></tr>
 * <tr><td>{@code holdfast.lock.hold.overruns}</td><td>kind</td><td>manager</td>
 *   <td>counter: holds that lasted longer than their request allowed</td></tr>
 * <tr><td>{@code holdfast.lock.fence.refusals}</td><td>kind</td><td>manager</td>
 *   <td>counter: operations refused because their handle was not held any more</td></tr>
 * <tr><td>{@code holdfast.lock.held}, {@code holdfast.lock.waiting}</td><td>kind</td>
 *   <td>all processes of the domain</td><td>gauges: holders, and requests that queue</td></tr>
 * <tr><td>{@code holdfast.lock.process.held}, {@code holdfast.lock.process.waiting}</td><td></td>
 *   <td>manager</td><td>gauges: handles that are held, and requests that queue</td></tr>
 * </table>
 *
 * <p>Who waits and holds in the whole domain is read at most ten times a second, at the cost of
 * {@link LockManager#inspect}: it grows with the number of those who do. A kind that is seen for
 * the first time while a registry reads its meters may be missing from that one reading. After the
 * manager was closed the meters keep their last values.
 *
 * {@snippet :
 * new HoldfastLockMetrics(locks).bindTo(registry);
 * }
 */
public final class HoldfastLockMetrics implements MeterBinder {

  private static final String KIND = "kind";
  private static final DurationHistogram NONE =
      new DurationHistogram(List.of(), 0, Duration.ZERO, Duration.ZERO);

  private final LockManager locks;
  private final Tags tags;

  /** Meters of {@code locks}, which stays the caller's to close. */
  public HoldfastLockMetrics(LockManager locks) {
    this(locks, Tags.empty());
  }

  /**
   * Meters of {@code locks} with these tags besides, which tell several managers of a process apart
   * and must have the same keys for all of them.
   */
  public HoldfastLockMetrics(LockManager locks, Iterable<Tag> tags) {
    this.locks = locks;
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Registries.forEach(registry, each -> new Bound(new Meters(each, tags)).bind());
  }

  /** The manager's meters in one registry. */
  private final class Bound {
    private final Meters meters;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Latest<LockReading> latest =
        new Latest<>(() -> LockReading.of(locks), this::addKinds);

    Bound(Meters meters) {
      this.meters = meters;
    }

    void bind() {
      meters.gauge(
          "holdfast.lock.process.held",
          "handles of this process that are held",
          Tags.empty(),
          () -> latest.get().metrics().held());
      meters.gauge(
          "holdfast.lock.process.waiting",
          "requests of this process that queue",
          Tags.empty(),
          () -> latest.get().metrics().waiting());
      LockReading _ = latest.get();
    }

    private void addKinds(LockReading reading) {
      reading.kinds().filter(known::add).forEach(this::addKind);
    }

    private void addKind(String kind) {
      Tags ofKind = Tags.of(KIND, kind);
      meters.durations(
          "holdfast.lock.wait",
          "how long grants queued that had to wait",
          ofKind,
          () -> latest.get().metrics().waits().getOrDefault(kind, NONE));
      meters.durations(
          "holdfast.lock.hold",
          "how long released handles were held",
          ofKind,
          () -> latest.get().metrics().holds().getOrDefault(kind, NONE));
      counter(kind, "acquired", "grants", Totals::acquired);
      counter(kind, "timeouts", "requests that gave up after their wait timeout", Totals::timedOut);
      counter(
          kind,
          "interrupts",
          "requests that gave up because their thread was interrupted",
          Totals::interrupted);
      counter(
          kind,
          "deadlocks",
          "requests refused because their wait would have closed a deadlock",
          Totals::deadlocked);
      counter(
          kind, "takeovers", "grants whose previous exclusive owner had died", Totals::ownersDied);
      counter(
          kind,
          "hold.overruns",
          "holds that lasted longer than their request allowed",
          Totals::overran);
      counter(
          kind,
          "fence.refusals",
          "operations refused because their handle was not held any more",
          Totals::fenced);
      meters.gauge(
          "holdfast.lock.held",
          "holders in all processes of the lock domain",
          ofKind,
          () -> latest.get().held().getOrDefault(kind, 0L));
      meters.gauge(
          "holdfast.lock.waiting",
          "requests that queue in all processes of the lock domain",
          ofKind,
          () -> latest.get().waiting().getOrDefault(kind, 0L));
    }

    private void counter(
        String kind, String name, String description, ToLongFunction<Totals> value) {
      meters.counter(
          "holdfast.lock." + name,
          description,
          Tags.of(KIND, kind),
          () -> {
            Totals totals = latest.get().metrics().byKind().get(kind);
            return totals == null ? 0 : value.applyAsLong(totals);
          });
    }
  }
}
