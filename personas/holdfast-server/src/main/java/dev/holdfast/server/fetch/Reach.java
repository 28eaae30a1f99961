package dev.holdfast.server.fetch;

/** From where an address is reached. */
enum Reach {
  /** From everywhere. */
  PUBLIC,
  /** From this machine, or a network that somebody runs for themselves. */
  PRIVATE,
  /** From nowhere, from this link only, or by many at once: never to be fetched from. */
  SPECIAL
}
