package dev.holdfast.micrometer;

import static java.util.Objects.requireNonNull;

import dev.holdfast.file.FileMetrics;
import dev.holdfast.file.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/**
 * Meters of what this process does to files, whatever manager or tree it uses. Bind it once.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>tags</th><th>what</th></tr>
 * <tr><td>{@code holdfast.file.commit}</td><td>operation</td>
 *   <td>histogram, seconds: changes that succeeded</td></tr>
 * <tr><td>{@code holdfast.file.commit.failures}</td><td>operation, outcome</td>
 *   <td>counter: changes that failed; outcome {@code not_committed}, {@code committed}, {@code
 *   unknown}</td></tr>
 * <tr><td>{@code holdfast.file.sync}</td><td>of</td>
 *   <td>histogram, seconds: syncs of {@code content}, {@code names}, {@code file system}</td></tr>
 * <tr><td>{@code holdfast.file.sync.failures}</td><td>of</td>
 *   <td>counter: syncs that failed</td></tr>
 * <tr><td>{@code holdfast.file.sync.batch}</td><td></td>
 *   <td>histogram, changes: how many changes a shared sync of a directory served</td></tr>
 * <tr><td>{@code holdfast.file.recovery}</td><td></td>
 *   <td>histogram, seconds: transactions of dead processes that were finished</td></tr>
 * <tr><td>{@code holdfast.file.recovery.failures}</td><td></td>
 *   <td>counter: attempts to finish one that failed</td></tr>
 * <tr><td>{@code holdfast.file.swept}</td><td></td>
 *   <td>counter: files and directories of dead processes that were removed</td></tr>
 * </table>
 *
 * <p>See {@link FileMetrics} for what counts when.
 */
public final class HoldfastFileMetrics implements MeterBinder {

  private static final String OPERATION = "operation";

  private final Tags tags;

  /** The meters. */
  public HoldfastFileMetrics() {
    this(Tags.empty());
  }

  /** The meters with these tags besides. */
  public HoldfastFileMetrics(Iterable<Tag> tags) {
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Registries.forEach(registry, each -> new Bound(new Meters(each, tags)).bind());
  }

  /** The meters in one registry. */
  private static final class Bound {
    private final Meters meters;
    private final Latest<FileMetrics> latest = new Latest<>(FileMetrics::ofThisProcess, _ -> {});

    Bound(Meters meters) {
      this.meters = meters;
    }

    void bind() {
      meters.counter(
          "holdfast.file.swept",
          "files and directories of dead processes that were removed",
          Tags.empty(),
          () -> latest.get().swept());
      meters.counter(
          "holdfast.file.recovery.failures",
          "attempts to finish a transaction of a dead process that failed",
          Tags.empty(),
          () -> latest.get().failedRecoveries());
      meters.durations(
          "holdfast.file.recovery",
          "transactions of dead processes that were finished",
          Tags.empty(),
          () -> latest.get().recoveries());
      meters.sizes(
          "holdfast.file.sync.batch",
          "changes",
          "how many changes a shared sync of a directory served",
          () -> latest.get().batches());
      FileMetrics now = latest.get();
      now.syncs().keySet().forEach(this::addSyncs);
      now.changes().keySet().forEach(this::addChanges);
    }

    private void addSyncs(String of) {
      meters.durations(
          "holdfast.file.sync", "syncs that succeeded", Tags.of("of", of), () -> syncs(of).made());
      meters.counter(
          "holdfast.file.sync.failures",
          "syncs that failed",
          Tags.of("of", of),
          () -> syncs(of).failed());
    }

    private FileMetrics.Syncs syncs(String of) {
      return requireNonNull(latest.get().syncs().get(of));
    }

    private void addChanges(String operation) {
      meters.durations(
          "holdfast.file.commit",
          "changes that succeeded, from the call to its return",
          Tags.of(OPERATION, operation),
          () -> changes(operation).made());
      for (Outcome outcome : Outcome.values()) {
        meters.counter(
            "holdfast.file.commit.failures",
            "changes that failed",
            Tags.of(OPERATION, operation, "outcome", outcome.name().toLowerCase(Locale.ROOT)),
            () -> requireNonNull(changes(operation).failed().get(outcome)));
      }
    }

    private FileMetrics.Changes changes(String operation) {
      return requireNonNull(latest.get().changes().get(operation));
    }
  }
}
