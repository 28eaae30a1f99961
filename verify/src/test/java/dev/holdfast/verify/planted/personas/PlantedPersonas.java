package dev.holdfast.verify.planted.personas;

import dev.holdfast.verify.planted.internal.os.PlantedInternal;
import dev.holdfast.verify.planted.server.PlantedServer;
import java.net.http.HttpClient;
import tools.jackson.core.JsonToken;

/** Personas that know an internal class, the server, which knows them, HTTP and JSON. */
public final class PlantedPersonas {
  /** Wrong, each of them. */
  public final Object[] known = {
    new PlantedInternal(), PlantedServer.class, HttpClient.class, JsonToken.class
  };
}
