package dev.holdfast.server.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the clients asked for and what the servers acknowledged. May be used from any thread. */
final class Ledger {

  private final Map<String, List<Integer>> winners = new LinkedHashMap<>();
  private final Set<String> wanted = new TreeSet<>();
  private final Map<Share, Integer> asked = new EnumMap<>(Share.class);
  private final Map<Share, Integer> acknowledged = new EnumMap<>(Share.class);
  private final List<String> errors = new ArrayList<>();

  /** A process is about to be asked to create {@code name}. */
  synchronized void creating(String name) {
    wanted.add(name);
  }

  /** Process {@code process} (from 1) said that it created {@code name}. */
  synchronized void created(String name, int process) {
    winners.computeIfAbsent(name, _ -> new ArrayList<>()).add(process);
  }

  /** A process is about to be asked for edit number {@code edit} of its share. */
  synchronized void editing(Share share, int edit) {
    asked.put(share, edit);
  }

  /** The process said that it did edit number {@code edit} of its share. */
  synchronized void edited(Share share, int edit) {
    acknowledged.put(share, edit);
  }

  /** A server answered with an error that the work gives no reason for. */
  synchronized void error(String what) {
    errors.add(what);
  }

  /** The processes that said they created a name, by name. */
  synchronized Map<String, List<Integer>> winners() {
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    winners.forEach((name, processes) -> copy.put(name, List.copyOf(processes)));
    return copy;
  }

  /** The names that any process was asked to create. */
  synchronized Set<String> wanted() {
    return Set.copyOf(wanted);
  }

  /** The number of the last edit of this share that was asked for. */
  synchronized int asked(Share share) {
    return asked.getOrDefault(share, 0);
  }

  /** The number of the last edit of this share that was acknowledged. */
  synchronized int acknowledged(Share share) {
    return acknowledged.getOrDefault(share, 0);
  }

  /** How many creates were acknowledged. */
  synchronized int creates() {
    return winners.values().stream().mapToInt(List::size).sum();
  }

  /** How many edits were acknowledged. */
  synchronized int edits() {
    return acknowledged.values().stream().mapToInt(edits -> edits).sum();
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }
}
