package dev.holdfast.snapshot;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What is in a snapshot.
 *
 * @param directory where it is
 * @param taken the instant it shows, as the clock of the machine had it
 * @param files how many files it has
 * @param bytes how many bytes these files have together
 * @param directories how many directories it has, itself not counted
 * @param links how many symbolic links it has
 */
public record Snapshot(
    Path directory, Instant taken, long files, long bytes, long directories, long links) {}
