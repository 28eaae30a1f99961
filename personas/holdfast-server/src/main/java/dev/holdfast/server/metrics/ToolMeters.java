package dev.holdfast.server.metrics;

import dev.holdfast.server.catalog.Tool;
import dev.holdfast.server.catalog.ToolListener;
import dev.holdfast.server.catalog.ToolResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * How often each tool was called, what came of it, and how long it took. Its labels are names of
 * tools and codes of errors, both of which stand in the program and not in what clients send.
 */
final class ToolMeters implements ToolListener {

  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** What is not the caller's fault: there from the first call on, so that its growth is seen. */
  private static final List<String> FAULTS = List.of("internal", "io_failure", "lock_failed");

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Meter.MeterProvider<Timer> durations;
  private final Meter.MeterProvider<Counter> calls;

  ToolMeters(MeterRegistry registry) {
    this.durations =
        Timer.builder("holdfast.tool.call")
            .description("calls of tools, whatever came of them")
            .serviceLevelObjectives(BUCKETS)
            .withRegistry(registry);
    this.calls =
        Counter.builder("holdfast.tool.calls")
            .description("calls of tools by what came of them")
            .withRegistry(registry);
  }

  @Override
  public void called(Tool tool, ToolResult result, Duration took) {
    if (known.add(tool.name())) {
      FAULTS.forEach(fault -> calls(tool, fault).increment(0));
    }
    durations.withTags("tool", tool.name()).record(took);
    calls(tool, outcome(result)).increment();
  }

  private Counter calls(Tool tool, String outcome) {
    return calls.withTags("tool", tool.name(), "outcome", outcome);
  }

  private static String outcome(ToolResult result) {
    return switch (result) {
      case ToolResult.Success _ -> "ok";
      case ToolResult.Failure failure -> failure.code().toLowerCase(Locale.ROOT);
    };
  }
}
