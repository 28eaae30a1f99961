package dev.holdfast.micrometer;

import dev.holdfast.file.SizeHistogram;
import dev.holdfast.lock.DurationHistogram;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Registers meters that read what core counted. A registry keeps the object of a meter only weakly,
 * but its function strongly: so it is the function that refers to what is read.
 */
final class Meters {

  private final MeterRegistry registry;
  private final Tags tags;

  /**
   * {@link #tags} and those that the registry adds to each meter; known from the first meter that
   * has no others, so one must be registered before a histogram.
   */
  private volatile Tags allTags;

  Meters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.allTags = tags;
  }

  void gauge(String name, String description, Tags own, LongSupplier value) {
    Gauge gauge =
        Gauge.builder(name, value::getAsLong)
            .description(description)
            .tags(tags.and(own))
            .register(registry);
    learn(own, gauge);
  }

  void counter(String name, String description, Tags own, LongSupplier value) {
    FunctionCounter counter =
        FunctionCounter.builder(name, value, _ -> value.getAsLong())
            .description(description)
            .tags(tags.and(own))
            .register(registry);
    learn(own, counter);
  }

  private void learn(Tags own, Meter registered) {
    if (!own.iterator().hasNext()) {
      allTags = Tags.of(registered.getId().getTags());
    }
  }

  void durations(String name, String description, Tags own, Supplier<DurationHistogram> value) {
    if (Registries.takesHistograms(registry)) {
      PrometheusHistograms.add(
          registry,
          new PrometheusHistograms.Description(name, Meter.Type.TIMER, "seconds", description),
          allTags.and(own),
          () -> Distribution.of(value.get()));
      return;
    }
    FunctionTimer _ =
        FunctionTimer.builder(
                name,
                value,
                _ -> value.get().count(),
                _ -> value.get().sum().toNanos(),
                TimeUnit.NANOSECONDS)
            .description(description)
            .tags(tags.and(own))
            .register(registry);
  }

  void sizes(String name, String unit, String description, Supplier<SizeHistogram> value) {
    if (Registries.takesHistograms(registry)) {
      PrometheusHistograms.add(
          registry,
          new PrometheusHistograms.Description(
              name, Meter.Type.DISTRIBUTION_SUMMARY, unit, description),
          allTags,
          () -> Distribution.of(value.get()));
      return;
    }
    Meter _ =
        Meter.builder(
                name,
                Meter.Type.DISTRIBUTION_SUMMARY,
                List.of(
                    new Measurement(() -> (double) value.get().count(), Statistic.COUNT),
                    new Measurement(() -> (double) value.get().sum(), Statistic.TOTAL),
                    new Measurement(() -> (double) value.get().largest(), Statistic.MAX)))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry);
  }
}
