package dev.holdfast.verify.planted;

/** Stands for the entry point; breaks nothing itself. */
public final class PlantedEntry {
  private PlantedEntry() {}

  /** Something to depend on. */
  public static final Object SOMETHING = new Object();
}
