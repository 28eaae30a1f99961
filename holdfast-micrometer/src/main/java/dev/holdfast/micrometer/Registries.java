package dev.holdfast.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.function.Consumer;

/** Which registries to bind to, and what they can do. */
final class Registries {

  private static final boolean PROMETHEUS =
      isThere("io.micrometer.prometheusmetrics.PrometheusMeterRegistry");

  private Registries() {}

  private static boolean isThere(String className) {
    try {
      Class<?> _ = Class.forName(className, false, Registries.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Does it take histograms as they are? */
  static boolean takesHistograms(MeterRegistry registry) {
    return PROMETHEUS && PrometheusHistograms.areTakenBy(registry);
  }

  /** The registry itself, or those in a composite of which one takes histograms. */
  static void forEach(MeterRegistry registry, Consumer<MeterRegistry> work) {
    if (registry instanceof CompositeMeterRegistry composite && containsHistograms(composite)) {
      composite.getRegistries().forEach(each -> forEach(each, work));
    } else {
      work.accept(registry);
    }
  }

  private static boolean containsHistograms(MeterRegistry registry) {
    return registry instanceof CompositeMeterRegistry composite
        ? composite.getRegistries().stream().anyMatch(Registries::containsHistograms)
        : takesHistograms(registry);
  }
}
