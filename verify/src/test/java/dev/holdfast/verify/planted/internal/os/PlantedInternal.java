package dev.holdfast.verify.planted.internal.os;

import dev.holdfast.verify.planted.file.PlantedFile;

/** An internal class that knows a public package. */
public final class PlantedInternal {
  /** Wrong. */
  public final Object known = new PlantedFile();
}
