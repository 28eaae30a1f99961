package dev.holdfast.verify.planted.server;

import io.micrometer.core.instrument.Metrics;

/** A part of the server that makes meters. */
public final class PlantedMeters {
  /** Wrong. */
  public final Class<?> library = Metrics.class;
}
