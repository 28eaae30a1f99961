package dev.holdfast.server.cli;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.server.process.LockDescriptors;
import dev.holdfast.server.process.ProcessFacts;
import dev.holdfast.server.process.ProcessFacts.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One lock, for a person.
 *
 * @param resource its name
 * @param holders those who hold it
 * @param waiters those who wait for it, the first one first
 * @param keepers if a holder has ended: processes that keep a lock of the directory which another
 *     process acquired
 * @param now when this was seen
 */
record LockExplanation(
    String resource,
    List<Named> holders,
    List<Named> waiters,
    List<ProcessFacts> keepers,
    Instant now) {

  /** A holder or waiter, and what is known of its process. */
  record Named(LockInfo.Party party, ProcessFacts process) {}

  static LockExplanation of(LockInfo state, Path domain, Instant now) {
    List<Named> holders = named(state.holders(), domain);
    List<Named> waiters = named(state.waiters(), domain);
    boolean gone = holders.stream().anyMatch(holder -> isGone(holder.process()));
    List<ProcessFacts> keepers = gone ? keepers(holders, waiters, domain) : List.of();
    return new LockExplanation(state.resource(), holders, waiters, keepers, now);
  }

  private static List<Named> named(List<LockInfo.Party> parties, Path domain) {
    return parties.stream()
        .map(party -> new Named(party, ProcessFacts.of(party.pid(), party.since(), domain)))
        .toList();
  }

  private static List<ProcessFacts> keepers(List<Named> holders, List<Named> waiters, Path domain) {
    Set<Long> known = new HashSet<>(Set.of(ProcessHandle.current().pid()));
    Stream.of(holders, waiters)
        .flatMap(List::stream)
        .filter(each -> !isGone(each.process()))
        .forEach(each -> known.add(each.process().pid()));
    return LockDescriptors.processesWith(domain).stream()
        .filter(pid -> !known.contains(pid))
        .map(pid -> new ProcessFacts(pid, State.RUNNING, ProcessFacts.commandLine(pid)))
        .toList();
  }

  private static boolean isGone(ProcessFacts process) {
    return switch (process.state()) {
      case ENDED, ANOTHER -> true;
      case RUNNING, STOPPED -> false;
    };
  }

  boolean isFree() {
    return holders.isEmpty() && waiters.isEmpty();
  }

  Map<String, Object> toJson() {
    List<Map<String, Object>> kept = new ArrayList<>();
    for (ProcessFacts keeper : keepers) {
      kept.add(JsonOutput.object("pid", keeper.pid(), "commandLine", keeper.commandLine()));
    }
    return JsonOutput.object(
        "resource",
        resource,
        "state",
        isFree() ? "free" : holders.isEmpty() ? "wanted" : "held",
        "holders",
        holders.stream().map(this::toJson).toList(),
        "waiters",
        waiters.stream().map(this::toJson).toList(),
        "keptBy",
        kept,
        "next",
        NextStep.of(this));
  }

  private Map<String, Object> toJson(Named named) {
    LockInfo.Party party = named.party();
    return JsonOutput.object(
        "pid", party.pid(),
        "thread", party.thread(),
        "mode", LocksCommand.mode(party),
        "purpose", party.purpose(),
        "since", party.since().toString(),
        "forMillis", Math.max(0, Duration.between(party.since(), now).toMillis()),
        "token", party.token(),
        "process", named.process().state().name().toLowerCase(Locale.ROOT),
        "commandLine", named.process().commandLine());
  }
}
