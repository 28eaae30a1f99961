package dev.holdfast.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Histograms that were counted elsewhere, as Prometheus takes them: Micrometer itself has no meter
 * that reads one. The only class that needs the Prometheus registry.
 *
 * <p>One for each registry, whatever was bound to it: a name may have its histograms from several.
 */
final class PrometheusHistograms implements MultiCollector {

  /** By registry. A registry refers to its own, so the values must not refer to the keys. */
  private static final Map<PrometheusRegistry, PrometheusHistograms> ALL =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  /** What all histograms of a name have in common, before it is spelled for Prometheus. */
  record Description(String name, Meter.Type type, String unit, String help) {}

  private record Family(String help, Map<Labels, Supplier<Distribution>> points) {}

  private PrometheusHistograms() {}

  static boolean areTakenBy(MeterRegistry registry) {
    return registry instanceof PrometheusMeterRegistry;
  }

  /** A histogram; one of the same name and tags that was added before is replaced. */
  static void add(
      MeterRegistry registry,
      Description description,
      Tags tags,
      Supplier<Distribution> distribution) {
    PrometheusRegistry prometheus = ((PrometheusMeterRegistry) registry).getPrometheusRegistry();
    NamingConvention names = registry.config().namingConvention();
    ALL.computeIfAbsent(prometheus, PrometheusHistograms::registered)
        .families
        .computeIfAbsent(
            names.name(description.name(), description.type(), description.unit()),
            _ -> new Family(description.help(), new ConcurrentSkipListMap<>()))
        .points()
        .put(labels(tags, names), distribution);
  }

  private static PrometheusHistograms registered(PrometheusRegistry registry) {
    PrometheusHistograms histograms = new PrometheusHistograms();
    registry.register(histograms);
    return histograms;
  }

  private static Labels labels(Tags tags, NamingConvention names) {
    Labels.Builder labels = Labels.builder();
    for (Tag tag : tags) {
      labels.label(names.tagKey(tag.getKey()), names.tagValue(tag.getValue()));
    }
    return labels.build();
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> found = new ArrayList<>();
    families.forEach(
        (name, family) -> {
          HistogramSnapshot.Builder snapshot =
              HistogramSnapshot.builder().name(name).help(family.help());
          family
              .points()
              .forEach(
                  (labels, distribution) -> snapshot.dataPoint(point(labels, distribution.get())));
          found.add(snapshot.build());
        });
    return new MetricSnapshots(found);
  }

  private static HistogramDataPointSnapshot point(Labels labels, Distribution read) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (int i = 0; i < read.bounds().size(); i++) {
      long upTo = read.atMost().get(i);
      buckets.bucket(read.bounds().get(i), upTo - below);
      below = upTo;
    }
    buckets.bucket(Double.POSITIVE_INFINITY, read.count() - below);
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .sum(read.sum())
        .classicHistogramBuckets(buckets.build())
        .build();
  }
}
