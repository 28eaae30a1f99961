package dev.holdfast.testkit.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a workload did to its file system, step by step; never changes. */
public final class Recording {

  private final PersistenceModel model;
  private final Path parent;
  private final DiskImage initial;
  private final List<Step> steps;
  private final Map<Integer, String> names;

  Recording(
      PersistenceModel model,
      Path parent,
      DiskImage initial,
      List<Step> steps,
      Map<Integer, String> names) {
    this.model = model;
    this.parent = parent;
    this.initial = initial;
    this.steps = List.copyOf(steps);
    this.names = Map.copyOf(names);
  }

  /** The crashes that may happen in it. */
  public Crashes crashes() {
    return new Crashes(this);
  }

  /** The operations and marks in words, such as {@code "write a [0,4096)"}. */
  public List<String> operations() {
    return steps.stream().map(Step::text).toList();
  }

  List<Step> steps() {
    return steps;
  }

  DiskImage initial() {
    return initial;
  }

  PersistenceModel model() {
    return model;
  }

  Path parent() {
    return parent;
  }

  /** What inodes are called at the end. */
  Map<Integer, String> names() {
    return names;
  }

  @Override
  public String toString() {
    return String.join(" | ", operations());
  }
}
