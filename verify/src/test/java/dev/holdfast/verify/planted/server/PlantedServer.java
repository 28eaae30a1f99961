package dev.holdfast.verify.planted.server;

import dev.holdfast.verify.planted.personas.PlantedPersonas;
import dev.holdfast.verify.planted.testkit.PlantedTestkit;

/** Stands for the server. */
public final class PlantedServer {
  /** Right, but for the way back. */
  public final Object known = new PlantedPersonas();

  /** Wrong. */
  public final Object testkit = new PlantedTestkit();
}
