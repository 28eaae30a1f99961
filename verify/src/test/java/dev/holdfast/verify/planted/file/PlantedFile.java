package dev.holdfast.verify.planted.file;

import dev.holdfast.verify.planted.PlantedEntry;

/** A file that knows the entry point. */
public final class PlantedFile {
  /** Wrong. */
  public final Object known = PlantedEntry.SOMETHING;
}
