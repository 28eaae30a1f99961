package dev.holdfast.server.cli;

import dev.holdfast.server.process.ProcessFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What somebody who wants a lock can do next. */
final class NextStep {
  private NextStep() {}

  /** The steps, the first one first. */
  static List<String> of(LockExplanation lock) {
    if (lock.isFree()) {
      return List.of("take it; whoever had it has released it");
    }
    if (lock.holders().isEmpty()) {
      return List.of(
          "look again: it was probably released this instant, and the first one waiting has it next");
    }
    LinkedHashSet<String> steps = new LinkedHashSet<>();
    lock.holders().forEach(holder -> steps.addAll(of(lock, holder.process())));
    return List.copyOf(steps);
  }

  private static List<String> of(LockExplanation lock, ProcessFacts holder) {
    return switch (holder.state()) {
      case RUNNING ->
          List.of(
              "wait for pid %d, or end it: kill %d; the lock is free as soon as it has ended"
                  .formatted(holder.pid(), holder.pid()));
      case STOPPED ->
          List.of(
              "let pid %d go on: kill -CONT %d; or end it: kill %d; kill -CONT %d"
                  .formatted(holder.pid(), holder.pid(), holder.pid(), holder.pid()));
      case ENDED, ANOTHER -> ofKeepers(lock);
    };
  }

  private static List<String> ofKeepers(LockExplanation lock) {
    if (lock.keepers().isEmpty()) {
      return List.of(
          "look for the process in other containers, or as root: somebody keeps the lock, or it"
              + " would be free");
    }
    List<String> steps = new ArrayList<>();
    for (ProcessFacts keeper : lock.keepers()) {
      steps.add(
          "wait for pid %d, which inherited a lock, or end it: kill %d"
              .formatted(keeper.pid(), keeper.pid()));
    }
    return steps;
  }
}
