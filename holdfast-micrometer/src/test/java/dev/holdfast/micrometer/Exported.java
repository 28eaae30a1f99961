package dev.holdfast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** What a Prometheus registry exports. */
final class Exported {

  final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();

  /** The value of a sample, written as {@code name{label="value"}}. */
  Optional<Double> value(String sample) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .map(line -> Double.valueOf(line.substring(sample.length() + 1)))
        .findFirst();
  }

  double valueOf(String sample) {
    return value(sample).orElse(0.0);
  }

  /** What is exported may be a moment old. */
  void await(String sample, double value) {
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(value(sample)).as(sample).hasValue(value));
  }
}
