package dev.holdfast.server.cli;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.server.process.ProcessFacts;
import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** A {@link LockExplanation} as text. */
final class ExplanationText {

  /** Shown of each end of a command line: what matters of Java's stands at its end. */
  private static final int MAX_END = 80;

  private final LockExplanation lock;
  private final PrintStream out;

  ExplanationText(LockExplanation lock, PrintStream out) {
    this.lock = lock;
    this.out = out;
  }

  /** Prints an explanation in lines. */
  void print() {
    out.println(Text.line(lock.resource()) + ": " + summary());
    for (LockExplanation.Named holder : lock.holders()) {
      print("held by", holder);
    }
    for (ProcessFacts keeper : lock.keepers()) {
      out.println("  kept by pid " + keeper.pid());
      detail("command", ends(keeper.commandLine()));
    }
    int place = 0;
    for (LockExplanation.Named waiter : lock.waiters()) {
      place++;
      print("waiting %d:".formatted(place), waiter);
    }
    NextStep.of(lock).forEach(step -> out.println("  next: " + Text.line(step)));
  }

  private String summary() {
    if (lock.isFree()) {
      return "free; nobody holds it and nobody waits for it";
    }
    String held =
        lock.holders().isEmpty()
            ? "no holder is known"
            : "held (%s)".formatted(LocksCommand.mode(lock.holders().getFirst().party()));
    return "%s, %d waiting".formatted(held, lock.waiters().size());
  }

  private void print(String what, LockExplanation.Named named) {
    LockInfo.Party party = named.party();
    out.println(
        "  %s pid %d (thread %s), %s, since %s, for %s%s"
            .formatted(
                what,
                party.pid(),
                Text.line(party.thread()),
                LocksCommand.mode(party),
                party.since().truncatedTo(ChronoUnit.SECONDS),
                readable(Duration.between(party.since(), lock.now())),
                party.token() == 0 ? "" : ", token " + party.token()));
    detail("purpose", party.purpose());
    detail("command", ends(named.process().commandLine()));
    switch (named.process().state()) {
      case RUNNING -> {}
      case STOPPED -> detail("process", "is stopped");
      case ENDED -> detail("process", "has ended, or is in another container");
      case ANOTHER ->
          detail("process", "has ended, or is in another container; its number is used again");
    }
  }

  private void detail(String what, String text) {
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
}
