import org.jspecify.annotations.NullMarked;

/** The figures of locks and files as Micrometer meters. */
@NullMarked
module dev.holdfast.micrometer {
  requires transitive dev.holdfast.core;
  requires transitive micrometer.core;
  requires static io.prometheus.metrics.model;
  requires static micrometer
      .registry
      .prometheus; // without it histograms are count, sum and maximum
  requires static org.jspecify;

  exports dev.holdfast.micrometer;
}
