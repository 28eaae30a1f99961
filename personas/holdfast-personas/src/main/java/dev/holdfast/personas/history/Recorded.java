package dev.holdfast.personas.history;

/**
 * A change as it stands in the log.
 *
 * @param number counts up for each persona; 0 if it is not in the log
 * @param change what was done
 */
public record Recorded(int number, Change change) {}
