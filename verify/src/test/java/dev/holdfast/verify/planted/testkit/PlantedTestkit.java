package dev.holdfast.verify.planted.testkit;

import org.assertj.core.api.Assertions;

/** A testkit that knows a library. */
public final class PlantedTestkit {
  /** Wrong. */
  public final Class<?> library = Assertions.class;
}
