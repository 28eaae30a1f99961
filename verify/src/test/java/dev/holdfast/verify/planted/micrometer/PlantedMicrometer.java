package dev.holdfast.verify.planted.micrometer;

import org.assertj.core.api.Assertions;

/** An adapter that knows another library. */
public final class PlantedMicrometer {
  /** Wrong. */
  public final Class<?> library = Assertions.class;
}
