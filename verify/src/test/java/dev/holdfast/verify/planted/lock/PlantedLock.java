package dev.holdfast.verify.planted.lock;

import dev.holdfast.verify.planted.PlantedEntry;
import dev.holdfast.verify.planted.file.PlantedFile;
import dev.holdfast.verify.planted.personas.PlantedPersonas;
import org.assertj.core.api.Assertions;

/** A lock that knows files, the entry point, personas and a library. */
public final class PlantedLock {
  /** Wrong, each of them. */
  public final Object[] known = {PlantedEntry.SOMETHING, new PlantedFile(), new PlantedPersonas()};

  /** Wrong. */
  public final Class<?> library = Assertions.class;
}
