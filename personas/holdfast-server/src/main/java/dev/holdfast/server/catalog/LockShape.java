package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.number;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Locks in structured content and as people read them. */
final class LockShape {

  private static final List<Schemas.Field> TOTAL_FIELDS =
      List.of(
          field("acquired", integer("Grants.")),
          field("contended", integer("Grants that had to wait for another holder.")),
          field("timedOut", integer("Requests that gave up after their wait timeout.")),
          field("interrupted", integer("Requests that gave up because they were interrupted.")),
          field("ownersDied", integer("Grants whose previous exclusive owner had died.")),
          field("waitedMillis", number("Time spent queueing by granted requests, together.")),
          field("longestWaitMillis", number("The longest time a granted request queued.")),
          field("heldMillis", number("Time that released locks were held, together.")),
          field("longestHoldMillis", number("The longest time a released lock was held.")));

  /** Of {@link #totals}. */
  static final Map<String, Object> TOTALS = object(TOTAL_FIELDS.toArray(Schemas.Field[]::new));

  /** Of {@link #totalsOfKind}. */
  static final Map<String, Object> TOTALS_OF_KIND = totalsOfKindSchema();

  private static final Map<String, Object> PARTY =
      object(
          field("pid", integer("The process.")),
          field("thread", text("The thread that asked; may be empty.")),
          field("mode", choice("How it holds, or wants to hold.", List.of("shared", "exclusive"))),
          field("purpose", text("What it said the lock is for; may be empty.")),
          field("since", text("When it was granted, or began to wait, ISO 8601 in UTC.")),
          field("token", integer("The fencing token of an exclusive holder, otherwise 0.")));

  /** Of {@link #resource}. */
  static final Map<String, Object> RESOURCE =
      object(
          field("resource", text("The name of what is locked.")),
          field("holders", list(PARTY)),
          field("waiters", list(PARTY)));

  private LockShape() {}

  static Map<String, Object> totals(LockMetrics.Totals totals) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("acquired", totals.acquired());
    shape.put("contended", totals.contended());
    shape.put("timedOut", totals.timedOut());
    shape.put("interrupted", totals.interrupted());
    shape.put("ownersDied", totals.ownersDied());
    shape.put("waitedMillis", millis(totals.waited()));
    shape.put("longestWaitMillis", millis(totals.longestWait()));
    shape.put("heldMillis", millis(totals.heldFor()));
    shape.put("longestHoldMillis", millis(totals.longestHold()));
    return shape;
  }

  static Map<String, Object> totalsOfKind(String kind, LockMetrics.Totals totals) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("kind", kind);
    shape.putAll(totals(totals));
    return shape;
  }

  static Map<String, Object> resource(LockInfo info) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("resource", info.resource());
    shape.put("holders", info.holders().stream().map(LockShape::party).toList());
    shape.put("waiters", info.waiters().stream().map(LockShape::party).toList());
    return shape;
  }

  /** A line for each lock that is held or waited for, then a table of the totals. */
  static String inWords(LockMetrics metrics, List<LockInfo> resources) {
    StringBuilder text = new StringBuilder();
    text.append(resources.isEmpty() ? "No lock is held or waited for.\n" : "Locks now:\n\n");
    for (LockInfo info : resources) {
      text.append("- `").append(Markdown.oneLine(info.resource())).append("`:");
      info.holders().forEach(party -> text.append(" held ").append(words(party)).append(';'));
      info.waiters().forEach(party -> text.append(" wanted ").append(words(party)).append(';'));
      text.setCharAt(text.length() - 1, '\n');
    }
    text.append(
            "\n| kind | grants | waited for | timed out | owners died | waited ms | held ms |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- |\n");
    metrics.byKind().forEach((kind, totals) -> row(text, kind, totals));
    row(text, "all", metrics.total());
    return text.toString();
  }

  private static void row(StringBuilder text, String kind, LockMetrics.Totals totals) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d | %.1f | %.1f |\n",
            Markdown.oneLine(kind).replace("|", "\\|"),
            totals.acquired(),
            totals.contended(),
            totals.timedOut(),
            totals.ownersDied(),
            millis(totals.waited()),
            millis(totals.heldFor())));
  }

  private static String words(LockInfo.Party party) {
    return String.format(
        "%s by process %d since %s%s",
        party.mode().name().toLowerCase(Locale.ROOT),
        party.pid(),
        party.since(),
        party.purpose().isEmpty() ? "" : " (" + Markdown.oneLine(party.purpose()) + ")");
  }

  private static Map<String, Object> party(LockInfo.Party party) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("pid", party.pid());
    shape.put("thread", party.thread());
    shape.put("mode", party.mode().name().toLowerCase(Locale.ROOT));
    shape.put("purpose", party.purpose());
    shape.put("since", party.since().toString());
    shape.put("token", party.token());
    return shape;
  }

  private static Map<String, Object> totalsOfKindSchema() {
    List<Schemas.Field> fields = new ArrayList<>(TOTAL_FIELDS);
    fields.addFirst(field("kind", text("The part of the name before the first colon.")));
    return object(fields.toArray(Schemas.Field[]::new));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
