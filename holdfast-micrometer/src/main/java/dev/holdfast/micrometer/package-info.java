/**
 * Binds the figures of locks and files to a Micrometer registry: {@link
 * dev.holdfast.micrometer.HoldfastLockMetrics} and {@link
 * dev.holdfast.micrometer.HoldfastFileMetrics}.
 *
 * <p>What is counted is read from core when the registry asks for it; nothing is done while locks
 * are acquired or files are written. All meters together are labelled with kinds, operations and
 * outcomes, of which there are few, and never with names of resources or paths.
 *
 * <p><b>Histograms.</b> A {@link io.micrometer.prometheusmetrics.PrometheusMeterRegistry} gets them
 * as Prometheus histograms with fixed buckets (10 µs to 60 s). Meter filters do not see those, but
 * common tags are added. Other registries get the count and the sum.
 *
 * <p><b>Composites.</b> If a {@link io.micrometer.core.instrument.composite.CompositeMeterRegistry}
 * contains a Prometheus registry when it is bound, each registry that it contains then is bound by
 * itself, and none that is added later.
 */
@NullMarked
package dev.holdfast.micrometer;

import org.jspecify.annotations.NullMarked;
