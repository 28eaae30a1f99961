package dev.holdfast.personas.archive;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a backup says that it holds.
 *
 * @param origin when, why and by whom it was made
 * @param files the persona files
 * @param leftOut those that were there, too, and that it does not hold
 */
public record Manifest(Origin origin, List<Item> files, List<LeftOut> leftOut) {

  /**
   * A file in a backup.
   *
   * @param name its name, without a path
   * @param bytes its length
   * @param sha256 the SHA-256 of its content: 64 digits, small letters
   */
  public record Item(String name, int bytes, String sha256) {

    /** Checks that nothing is missing. */
    public Item {
      requireNonNull(name);
      requireNonNull(sha256);
    }
  }

  /** Copies the list. */
  public Manifest {
    requireNonNull(origin);
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }
}
