package dev.holdfast.server.metrics;

import dev.holdfast.lock.LockManager;
import dev.holdfast.micrometer.HoldfastFileMetrics;
import dev.holdfast.micrometer.HoldfastLockMetrics;
import dev.holdfast.server.catalog.ToolListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.eclipse.jetty.server.Handler;

/**
 * The meters of a server: locks, files, calls of tools, and Java. They count from when this is
 * made.
 */
public final class ServerMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ToolMeters tools = new ToolMeters(registry);

  /**
   * The meters.
   *
   * @param locks the lock domain of the server; stays the caller's to close, after this
   * @param version the version of the program
   */
  public ServerMetrics(LockManager locks, String version) {
    new HoldfastLockMetrics(locks).bindTo(registry);
    new HoldfastFileMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    Gauge _ =
        Gauge.builder("holdfast.build", () -> 1)
            .description("1; which version of Holdfast runs on which version of Java")
            .tag("version", version)
            .tag("java", Runtime.version().toString())
            .register(registry);
  }

  /** Counts the calls of a catalogue's tools, of any number of catalogues. */
  public ToolListener tools() {
    return tools;
  }

  /** Answers a scrape, in OpenMetrics 1.0 or the text format of Prometheus. */
  public Handler handler() {
    return new MetricsHandler(registry.getPrometheusRegistry());
  }

  /** Measures nothing more. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
