package dev.holdfast.server.cli;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.DeletedPersona;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.history.Change;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The history of personas for people and as JSON. */
final class HistoryOutput {

  private static final int SHORT = 12;

  private HistoryOutput() {}

  /** Scripts read it: fields are added, never renamed or removed. */
  static Map<String, Object> json(HistoryEntry entry) {
    Map<String, Object> object = json(entry.fileName(), entry.change());
    object.put("kept", entry.kept());
    return object;
  }

  static Map<String, Object> json(DeletedPersona persona) {
    Map<String, Object> change = json(persona.fileName(), persona.change());
    change.put("kept", true); // or it could not be brought back
    return JsonOutput.object("file", persona.fileName(), "name", persona.name(), "change", change);
  }

  private static Map<String, Object> json(String file, Change change) {
    return JsonOutput.object(
        "file", file,
        "operation", change.operation().word(),
        "when", change.when().toString(),
        "user", change.who().user(),
        "client", change.who().client(),
        "fields", change.fields(),
        "before", change.before().toString(),
        "after", change.after().toString(),
        "versionBefore", change.versionBefore(),
        "versionAfter", change.versionAfter());
  }

  static void print(PrintStream out, Changes changes) {
    if (changes.all().isEmpty()) {
      out.println("nothing was changed yet");
      return;
    }
    Table table = new Table("REVISION", "VERSION", "WHEN", "WHAT", "WHO", "WITH");
    for (int i = 0; i < changes.all().size(); i++) {
      Change change = changes.all().get(i).change();
      table.row(
          shortOf(changes.after(i)),
          change.versionAfter(),
          time(change.when()),
          what(change),
          change.who().user(),
          change.who().client());
    }
    HistoryEntry oldest = changes.all().getLast();
    if (oldest.kept()) {
      Change change = oldest.change();
      table.row(shortOf(change.before()), change.versionBefore(), "", "before that", "", "");
    }
    table.print(out);
  }

  static void print(PrintStream out, List<DeletedPersona> deleted) {
    if (deleted.isEmpty()) {
      out.println("nothing is gone that could be brought back");
      return;
    }
    Table table = new Table("FILE", "NAME", "WHEN", "WHAT", "WHO", "WITH");
    for (DeletedPersona persona : deleted) {
      Change change = persona.change();
      table.row(
          persona.fileName(),
          persona.name(),
          time(change.when()),
          what(change),
          change.who().user(),
          change.who().client());
    }
    table.print(out);
  }

  private static String what(Change change) {
    String word = change.operation().word();
    if (!change.fields().isEmpty()) {
      return "%s: %s".formatted(word, String.join(", ", change.fields()));
    }
    return change.other().isEmpty()
        ? word
        : "%s: %s.md to %s.md".formatted(word, change.slug(), change.other());
  }

  /** A change by other means that no other change has come after has no time. */
  private static String time(Instant when) {
    return when.equals(Instant.EPOCH) ? "" : when.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** So many digits of a revision as people need. */
  static String shortOf(FileVersion version) {
    return version.equals(FileVersion.ABSENT) ? "-" : version.toString().substring(0, SHORT);
  }
}
