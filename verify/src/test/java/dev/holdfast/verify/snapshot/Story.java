package dev.holdfast.verify.snapshot;

import dev.holdfast.verify.snapshot.Step.Delete;
import dev.holdfast.verify.snapshot.Step.Move;
import dev.holdfast.verify.snapshot.Step.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a writer does to its directory: round after round the same kinds of steps, in one order. So
 * the directory is at each instant as some number of steps leaves it, and a picture of it that is
 * not is not of one instant.
 */
enum Story {
  /** One change at a time. */
  SINGLE {
    @Override
    List<Step> round(long round) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < RING; i++) {
        steps.add(Step.of(new Put("ring/" + i, round)));
      }
      steps.add(Step.of(new Put("window/" + round, round)));
      steps.add(Step.of(new Delete("window/" + (round - WINDOW))));
      steps.add(Step.of(new Move(token(round - 1), token(round))));
      return steps;
    }
  },

  /** Many at once, directories too. */
  TRANSACTIONS {
    @Override
    List<Step> round(long round) {
      List<Step.Edit> all = new ArrayList<>();
      for (int i = 0; i < RING; i++) {
        all.add(new Put("ring/" + i, round));
      }
      return List.of(
          new Step(all),
          // Each directory has what all have, and one that is new.
          Step.of(
              new Put("directories/" + round + "/a", round),
              new Put("directories/" + round + "/b/c", round),
              new Delete("directories/" + (round - WINDOW))),
          Step.of(new Put("window/" + round, round), new Delete("window/" + (round - WINDOW))),
          Step.of(new Move(token(round - 1), token(round)), new Put("last", round)),
          // A directory with files, moved to and fro.
          Step.of(new Move(place(round - 1), place(round)), new Put("swaps", round)));
    }

    @Override
    void begin(SortedMap<String, Long> files) {
      for (long i = 1 - WINDOW; i <= 0; i++) {
        files.put("directories/" + i + "/a", i);
        files.put("directories/" + i + "/b/c", i);
      }
      files.put("last", 0L);
      files.put("swaps", 0L);
      for (int i = 0; i < RING; i++) {
        files.put(place(0) + "/deep/" + i, (long) i);
      }
    }
  };

  static final int RING = 12;
  static final int WINDOW = 4;

  /** The steps of a round; rounds count from 1. */
  abstract List<Step> round(long round);

  /** Adds what there is before the first round. */
  void begin(SortedMap<String, Long> files) {}

  /** What there is before the first round. */
  SortedMap<String, Long> beginning() {
    SortedMap<String, Long> files = new TreeMap<>();
    for (int i = 0; i < RING; i++) {
      files.put("ring/" + i, 0L);
    }
    for (long i = 1 - WINDOW; i <= 0; i++) {
      files.put("window/" + i, i);
    }
    files.put(token(0), 7L);
    begin(files);
    return files;
  }

  /** What there is after a round. */
  SortedMap<String, Long> after(long round) {
    SortedMap<String, Long> files = beginning();
    // What is older than the window has left no trace, but for what moves: that goes in circles.
    long first = Math.max(1, round - 8 * CIRCLE - round % CIRCLE + 1);
    if (first > 1) {
      files
          .keySet()
          .removeIf(path -> path.startsWith("window/") || path.startsWith("directories/"));
    }
    for (long each = first; each <= round; each++) {
      round(each).forEach(step -> step.applyTo(files));
    }
    return files;
  }

  private static final int CIRCLE = 4;

  private static String token(long round) {
    return "token/" + Math.floorMod(round, CIRCLE);
  }

  private static String place(long round) {
    return "place/" + Math.floorMod(round, CIRCLE);
  }

  /**
   * How many steps were taken when the directory was like this.
   *
   * @throws AssertionError if it never was
   */
  long stepsAt(SortedMap<String, Long> files) {
    long round = files.getOrDefault("ring/0", -1L);
    if (round < 0) {
      throw new AssertionError("there is no ring: " + files);
    }
    // The first step of a round, or a part of it, changes this number.
    if (round == 0) {
      if (files.equals(beginning())) {
        return 0;
      }
    } else {
      SortedMap<String, Long> state = after(round - 1);
      int length = round(round).size();
      for (int i = 0; i < length; i++) {
        round(round).get(i).applyTo(state);
        if (state.equals(files)) {
          return (round - 1) * length + i + 1;
        }
      }
    }
    throw new AssertionError(
        "not of one instant: %s%nnear %s".formatted(files, after(Math.max(0, round - 1))));
  }
}
