package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.optional;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.FileLockManager;
import dev.holdfast.lock.LockInfo;
import dev.holdfast.lock.LockMetrics;
import dev.holdfast.personas.PersonaStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools that tell about the server itself. */
final class ServerTools {

  private final PersonaStore store;
  private final FileLockManager locks;
  private final ActivePersona active;
  private final String version;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();

  ServerTools(PersonaStore store, FileLockManager locks, ActivePersona active, String version) {
    this.store = store;
    this.locks = locks;
    this.active = active;
    this.version = version;
  }

  List<Tool> tools() {
    return List.of(status(), lockMetrics());
  }

  private Tool status() {
    return new Tool(
        "get_server_status",
        "Show the server's status",
        "Shows the server's version, folder, process, how long it runs, how many personas there are"
            + " and which is active.",
        List.of(),
        output(
            field("version", text("The version of the program.")),
            field("folder", text("Where the personas are.")),
            field("pid", integer("The server's process.")),
            field("startedAt", text("When it started, ISO 8601 in UTC.")),
            field("uptimeSeconds", integer("How long it runs.")),
            field("total", integer("Personas in the folder.")),
            field("valid", integer("How many are valid.")),
            field("invalid", integer("How many are invalid.")),
            optional("activePersona", text("The file name of the active persona."))),
        ToolHints.READS,
        (arguments, _) -> currentStatus());
  }

  private ToolResult.Success currentStatus() {
    Counts counts = Counts.of(store.list());
    Duration uptime = Duration.ofNanos(System.nanoTime() - startedNanos);
    long pid = ProcessHandle.current().pid();
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("version", version);
    structured.put("folder", store.location());
    structured.put("pid", pid);
    structured.put("startedAt", started.truncatedTo(ChronoUnit.SECONDS).toString());
    structured.put("uptimeSeconds", uptime.toSeconds());
    structured.putAll(counts.structured());
    active.activation().ifPresent(a -> structured.put("activePersona", a.fileName()));
    String text =
        String.format(
            "Holdfast %s, process %d, running for %s.\n\n- Folder: %s\n- Holds: %s\n- Active: %s",
            version,
            pid,
            words(uptime),
            Markdown.oneLine(store.location()),
            counts.words(),
            active.activation().map(a -> Markdown.title(a.persona())).orElse("none"));
    return new ToolResult.Success(text, structured);
  }

  private static String words(Duration uptime) {
    return String.format(
        "%dh %dm %ds", uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
  }

  private Tool lockMetrics() {
    return new Tool(
        "get_lock_metrics",
        "Show locks",
        "Shows who holds and who waits for which lock, over all processes that share the folder,"
            + " and how often and how long this process waited and held.",
        List.of(),
        output(
            field("held", integer("Locks that this process holds now.")),
            field("waiting", integer("Requests of this process that wait now.")),
            field("total", LockShape.TOTALS),
            field("byKind", list(LockShape.TOTALS_OF_KIND)),
            field("resources", list(LockShape.RESOURCE))),
        ToolHints.READS,
        (arguments, _) -> currentLocks(locks.metrics(), locks.inspect()));
  }

  private static ToolResult.Success currentLocks(LockMetrics metrics, List<LockInfo> resources) {
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("held", metrics.held());
    structured.put("waiting", metrics.waiting());
    structured.put("total", LockShape.totals(metrics.total()));
    structured.put(
        "byKind",
        metrics.byKind().entrySet().stream()
            .map(e -> LockShape.totalsOfKind(e.getKey(), e.getValue()))
            .toList());
    structured.put("resources", resources.stream().map(LockShape::resource).toList());
    return new ToolResult.Success(LockShape.inWords(metrics, resources), structured);
  }
}
