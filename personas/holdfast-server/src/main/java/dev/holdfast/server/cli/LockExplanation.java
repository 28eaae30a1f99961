package dev.holdfast.server.cli;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.server.process.LockDescriptors;
import dev.holdfast.server.process.ProcessFacts;
import dev.holdfast.server.process.ProcessFacts.State;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** Shown of each end of a command line: what matters of Java's stands at its end. */
  private static final int MAX_END = 80;

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

  void print(PrintStream out) {
    out.println(Text.line(resource) + ": " + summary());
    for (Named holder : holders) {
      print(out, "held by", holder);
    }
    for (ProcessFacts keeper : keepers) {
      out.println("  kept by pid " + keeper.pid());
      detail(out, "command", ends(keeper.commandLine()));
    }
    int place = 0;
    for (Named waiter : waiters) {
      place++;
      print(out, "waiting %d:".formatted(place), waiter);
    }
    NextStep.of(this).forEach(step -> out.println("  next: " + Text.line(step)));
  }

  private String summary() {
    if (isFree()) {
      return "free; nobody holds it and nobody waits for it";
    }
    String held =
        holders.isEmpty()
            ? "no holder is known"
            : "held (%s)".formatted(LocksCommand.mode(holders.getFirst().party()));
    return "%s, %d waiting".formatted(held, waiters.size());
  }

  private void print(PrintStream out, String what, Named named) {
    LockInfo.Party party = named.party();
    out.println(
        "  %s pid %d (thread %s), %s, since %s, for %s%s"
            .formatted(
                what,
                party.pid(),
                Text.line(party.thread()),
                LocksCommand.mode(party),
                party.since().truncatedTo(ChronoUnit.SECONDS),
                readable(Duration.between(party.since(), now)),
                party.token() == 0 ? "" : ", token " + party.token()));
    detail(out, "purpose", party.purpose());
    detail(out, "command", ends(named.process().commandLine()));
    switch (named.process().state()) {
      case RUNNING -> {}
      case STOPPED -> detail(out, "process", "is stopped");
      case ENDED -> detail(out, "process", "has ended, or is in another container");
      case ANOTHER ->
          detail(out, "process", "has ended, or is in another container; its number is used again");
    }
  }

  private static void detail(PrintStream out, String what, String text) {
    if (!text.isEmpty()) {
      out.println("    %s: %s".formatted(what, Text.line(text)));
    }
  }

  private static String ends(String commandLine) {
    int length = commandLine.codePointCount(0, commandLine.length());
    if (length <= 2 * MAX_END) {
      return commandLine;
    }
    return commandLine.substring(0, commandLine.offsetByCodePoints(0, MAX_END))
        + " … "
        + commandLine.substring(commandLine.offsetByCodePoints(commandLine.length(), -MAX_END));
  }

  private static String readable(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
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
