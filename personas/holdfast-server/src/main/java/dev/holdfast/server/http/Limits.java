package dev.holdfast.server.http;

import java.time.Duration;

/**
 * What one client, or all together, may ask of a server.
 *
 * @param connections open at once; further ones wait to be accepted
 * @param idle how long a connection may be silent, and the other side not read
 */
public record Limits(int connections, Duration idle) {

  /** For one machine or a team. */
  public static final Limits USUAL = new Limits(4096, Duration.ofSeconds(60));
}
