package dev.holdfast.server.console;

import static dev.holdfast.server.http.Access.ADMIN;
import static dev.holdfast.server.http.Access.WRITE;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.server.catalog.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that can be asked of the API but for the stream of events. */
final class Routes {

  private final Map<String, Map<String, Route>> byPath;

  Routes(PersonaStore store, LockSight locks, Samples samples, Health health) {
    this.byPath =
        Stream.of(
                personas(),
                List.of(Route.get("/persona/source", call -> source(store, call))),
                backups(),
                exchange(),
                List.of(
                    Route.get("/session", Routes::session),
                    Route.get("/locks", _ -> locks.now()),
                    Route.get("/samples", _ -> samples.history()),
                    Route.get("/health", health::now),
                    Route.change("POST", "/health/check", WRITE, health::examine)))
            .flatMap(List::stream)
            .collect(
                Collectors.groupingBy(
                    Route::path, Collectors.toMap(Route::method, Function.identity())));
  }

  private static List<Route> personas() {
    return List.of(
        Route.get("/personas", "list_personas"),
        Route.change("POST", "/personas", WRITE, "create_persona"),
        Route.get("/persona", "get_persona_details"),
        Route.change("PUT", "/persona", WRITE, "edit_persona"),
        Route.change("DELETE", "/persona", WRITE, "delete_persona"),
        Route.change("POST", "/persona/rename", WRITE, "rename_persona"),
        Route.change("POST", "/persona/undo", WRITE, "undo_persona"),
        Route.get("/persona/validation", "validate_persona"),
        Route.get("/persona/history", "persona_history"),
        Route.get("/persona/diff", "diff_persona"),
        Route.get("/deleted", "persona_history"));
  }

  private static List<Route> backups() {
    return List.of(
        Route.get("/backups", "list_backups"),
        Route.change("POST", "/backups", WRITE, "create_backup"),
        Route.get("/backup/verification", "verify_backup"),
        Route.change("POST", "/backup/restore", ADMIN, "restore_backup"));
  }

  private static List<Route> exchange() {
    return List.of(
        Route.get("/export", "export_all_personas"),
        Route.get("/persona/export", "export_persona"),
        Route.change("POST", "/import", WRITE, Upload::imported)
            .withBodyUpTo(Upload.MOST_BODY_BYTES));
  }

  /** The route of a path and method; empty if nothing has this path. */
  Optional<Route> find(String method, String path) {
    Map<String, Route> methods = byPath.get(path);
    if (methods == null) {
      return Optional.empty();
    }
    Route route = methods.get(method);
    if (route == null) {
      throw new ApiException(
          405,
          "METHOD_NOT_ALLOWED",
          method + " cannot be done with /api" + path + ".",
          methods.keySet().stream().sorted().collect(Collectors.joining(", ", "It takes: ", ".")));
    }
    return Optional.of(route);
  }

  private static Map<String, Object> session(ApiCall call) {
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("user", call.caller().name());
    session.put("access", call.caller().access().name().toLowerCase(Locale.ROOT));
    session.put("tools", call.catalog().tools().stream().map(Tool::name).toList());
    return session;
  }

  /** The text of a persona's file, now or at a revision, also of an invalid or deleted one. */
  private static Map<String, Object> source(PersonaStore store, ApiCall call) {
    String persona =
        call.text("persona")
            .orElseThrow(() -> ApiException.badRequest("No persona was named.", "Give persona."));
    try {
      PersonaSource source = store.source(persona, call.text("revision").orElse(null));
      Decoded decoded = Decoded.of(source.bytes());
      Map<String, Object> shape = new LinkedHashMap<>();
      shape.put("fileName", source.fileName());
      shape.put("revision", source.revision());
      shape.put("text", decoded.text());
      shape.put("exact", decoded.exact());
      return shape;
    } catch (PersonaException e) {
      throw ApiException.of(e.code().name(), String.valueOf(e.getMessage()), e.hint());
    }
  }
}
