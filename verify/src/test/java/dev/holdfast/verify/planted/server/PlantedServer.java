package dev.holdfast.verify.planted.server;

import dev.holdfast.verify.planted.personas.PlantedPersonas;

/** Stands for the server. */
public final class PlantedServer {
  /** Right, but for the way back. */
  public final Object known = new PlantedPersonas();
}
