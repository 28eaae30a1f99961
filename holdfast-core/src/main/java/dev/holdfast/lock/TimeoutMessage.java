package dev.holdfast.lock;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words a {@link LockTimeoutException}: who is in the way and what to do next. */
final class TimeoutMessage {
  private TimeoutMessage() {}

  static LockTimeoutException of(LockInfo state, LockRequest request, long waitedNanos) {
    Duration waited = Duration.ofNanos(waitedNanos);
    String holders =
        state.holders().isEmpty()
            ? nobodyHolds(state)
            : "held by "
                + state.holders().stream()
                    .limit(3)
                    .map(TimeoutMessage::describe)
                    .collect(Collectors.joining(", "))
                + (state.holders().size() > 3
                    ? " and %d more".formatted(state.holders().size() - 3)
                    : "");
    String message =
        "lock '%s' (%s) not acquired in %s: %s; %d waiting. Try: holdfast locks why %s"
            .formatted(
                request.resource(),
                request.mode().name().toLowerCase(Locale.ROOT),
                readable(waited),
                holders,
                state.waiters().size(),
                ShellWord.quote(request.resource()));
    return new LockTimeoutException(message, request.resource(), waited, state.holders());
  }

  private static String nobodyHolds(LockInfo state) {
    return state.waiters().isEmpty()
        ? "no holder is known (it may have been released this instant)"
        : "no holder is known; first in line is " + describe(state.waiters().getFirst());
  }

  private static String describe(LockInfo.Party holder) {
    StringBuilder text = new StringBuilder("pid ").append(holder.pid());
    if (!holder.thread().isEmpty()) {
      text.append(" (thread ").append(holder.thread()).append(')');
    }
    text.append(" since ").append(holder.since().truncatedTo(ChronoUnit.SECONDS));
    if (!holder.purpose().isEmpty()) {
      text.append(" (purpose: ").append(holder.purpose()).append(')');
    }
    return text.toString();
  }

  private static String readable(Duration duration) {
    long millis = duration.toMillis();
    return millis < 1000 ? millis + " ms" : "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
  }
}
