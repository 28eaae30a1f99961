package dev.holdfast.server.http;

import java.time.Instant;
import java.util.Optional;

/**
 * A token, without its secret, which nobody keeps but its owner.
 *
 * @param name who it is for; stands in the history of what is done with it
 * @param access its scope
 * @param hash the SHA-256 of the secret, in hexadecimal
 * @param expires when it ends by itself
 */
public record Token(
    String name, Access access, String hash, Instant created, Optional<Instant> expires) {

  /** Is it of use at this time? */
  public boolean isValidAt(Instant now) {
    return expires.isEmpty() || now.isBefore(expires.get());
  }
}
