package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.DeletedPersona;
import dev.holdfast.personas.HistoryEntry;
import dev.holdfast.personas.history.Change;
import dev.holdfast.personas.history.Operation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was done to personas, in structured content and in words. */
final class HistoryShape {

  private static final int SHORT_REVISION = 12;

  private static final Map<String, Object> OPERATION =
      choice(
          "What was done; outside is a change by other means, such as an editor.",
          Arrays.stream(Operation.values()).map(Operation::word).toList());

  /** Of {@link #change}. */
  static final Map<String, Object> CHANGE =
      object(
          field("fileName", text("What its file was called before.")),
          field("operation", OPERATION),
          field("when", text("When, ISO 8601 in UTC.")),
          field("user", text("Who did it; empty if nobody knows.")),
          field("client", text("With which program; may be empty.")),
          field("fields", list(text("A field that an edit set."))),
          field("revisionBefore", text("What stood there before; empty if nothing did.")),
          field("versionBefore", text("The version before; may be empty.")),
          field("versionAfter", text("The version after it; may be empty.")),
          field("renamedTo", text("The file after a rename; otherwise empty.")),
          field(
              "kept", bool("Is what stood there before kept? Then undo_persona brings it back.")));

  /** Of {@link #deleted}. */
  static final Map<String, Object> DELETED =
      object(
          field("fileName", text("Name it so to undo_persona.")),
          field("name", text("The name of the persona.")),
          field("operation", OPERATION),
          field("when", text("When it was removed, ISO 8601 in UTC.")),
          field("user", text("Who removed it; empty if nobody knows.")),
          field("client", text("With which program; may be empty.")));

  private HistoryShape() {}

  static Map<String, Object> change(HistoryEntry entry) {
    Change change = entry.change();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("fileName", entry.fileName());
    shape.put("operation", change.operation().word());
    shape.put("when", change.when().toString());
    shape.put("user", change.who().user());
    shape.put("client", change.who().client());
    shape.put("fields", change.fields());
    shape.put("revisionBefore", revision(change.before()));
    shape.put("versionBefore", change.versionBefore());
    shape.put("versionAfter", change.versionAfter());
    shape.put("renamedTo", change.other().isEmpty() ? "" : change.other() + ".md");
    shape.put("kept", entry.kept());
    return shape;
  }

  static Map<String, Object> deleted(DeletedPersona gone) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("fileName", gone.fileName());
    shape.put("name", gone.name());
    shape.put("operation", gone.change().operation().word());
    shape.put("when", gone.change().when().toString());
    shape.put("user", gone.change().who().user());
    shape.put("client", gone.change().who().client());
    return shape;
  }

  /** Empty for what is absent. */
  static String revision(FileVersion version) {
    return version.equals(FileVersion.ABSENT) ? "" : version.toString();
  }

  /** The changes of a persona, the latest first, each on a line. */
  static String inWords(String ref, List<HistoryEntry> changes) {
    return changes.isEmpty()
        ? "Nothing is recorded of " + Values.quoted(ref) + ": it was not changed yet."
        : "History of "
            + Values.quoted(ref)
            + ", the latest change first:\n\n"
            + changes.stream().map(HistoryShape::line).collect(Collectors.joining("\n"));
  }

  /** One line for a change. */
  static String line(HistoryEntry entry) {
    Change change = entry.change();
    StringBuilder line = new StringBuilder("- ").append(whatAndWho(change));
    if (!change.fields().isEmpty()) {
      line.append(": ").append(Markdown.oneLine(String.join(", ", change.fields())));
    }
    if (!change.other().isEmpty()) {
      line.append(" from `")
          .append(Markdown.oneLine(entry.fileName()))
          .append("` to `")
          .append(Markdown.oneLine(change.other()))
          .append(".md`");
    }
    String before = revision(change.before());
    if (before.isEmpty()) {
      return line.append("; nothing was there before").toString();
    }
    line.append("; before it ");
    if (!change.versionBefore().isEmpty()) {
      line.append("version ").append(Markdown.oneLine(change.versionBefore())).append(", ");
    }
    return line.append("revision ")
        .append(shortened(before))
        .append(entry.kept() ? "" : " (not kept)")
        .toString();
  }

  /** One line for a persona that is gone. */
  static String line(DeletedPersona gone) {
    return "- **"
        + Markdown.oneLine(gone.name())
        + "** (`"
        + Markdown.oneLine(gone.fileName())
        + "`): "
        + whatAndWho(gone.change());
  }

  /** The beginning of a revision, enough to name it by. */
  static String shortened(String revision) {
    return revision.substring(0, Math.min(SHORT_REVISION, revision.length()));
  }

  private static String whatAndWho(Change change) {
    String user = Markdown.oneLine(change.who().user());
    String client = Markdown.oneLine(change.who().client());
    return change.when()
        + " "
        + change.operation().word()
        + (user.isEmpty() ? "" : " by " + user)
        + (client.isEmpty() ? "" : " with " + client);
  }
}
