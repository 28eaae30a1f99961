package dev.holdfast.server.install;

/** For whom a configuration file counts. */
public enum Scope {
  /** Everything that the user does. */
  USER,
  /** Everybody who works in one project folder. */
  PROJECT
}
