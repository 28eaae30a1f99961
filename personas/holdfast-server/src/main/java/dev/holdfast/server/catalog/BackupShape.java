package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.archive.LeftOut;
import dev.holdfast.personas.backup.Backup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A backup as structured content, and its schema. */
final class BackupShape {

  private static final int MOST_LINES = 50;

  static final Map<String, Object> LEFT_OUT =
      list(
          object(
              field("fileName", text("A file that was there, and that no backup can hold.")),
              field("reason", text("Why."))));

  static final Map<String, Object> BACKUP =
      object(
          field("name", text("Its file name, which names it.")),
          field("taken", text("When, in UTC.")),
          field(
              "kind",
              choice(
                  "Why it was made.",
                  Arrays.stream(BackupKind.values()).map(BackupKind::word).toList())),
          field("user", text("Who asked for it; may be empty.")),
          field("client", text("With which program; may be empty.")),
          field("personas", integer("How many personas it has.")),
          field("bytes", integer("Its length.")),
          field("leftOut", LEFT_OUT));

  private BackupShape() {}

  static Map<String, Object> of(Backup backup) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", backup.name());
    shape.put("taken", backup.taken().toString());
    shape.put("kind", backup.kind().word());
    shape.put("user", backup.origin().user());
    shape.put("client", backup.origin().client());
    shape.put("personas", backup.personas());
    shape.put("bytes", backup.bytes());
    shape.put("leftOut", leftOut(backup.leftOut()));
    return shape;
  }

  static List<Map<String, Object>> leftOut(List<LeftOut> all) {
    return all.stream()
        .map(
            one -> {
              Map<String, Object> shape = new LinkedHashMap<>();
              shape.put("fileName", one.name());
              shape.put("reason", one.reason());
              return shape;
            })
        .toList();
  }

  /** A paragraph of Markdown with a list; nothing if nothing is left out. */
  static String paragraph(String words, List<LeftOut> all) {
    return all.isEmpty()
        ? ""
        : "\n\n"
            + words
            + all.stream()
                .limit(MOST_LINES)
                .map(one -> "\n- " + Markdown.oneLine(one.shown()))
                .collect(Collectors.joining());
  }

  static List<Map<String, Object>> of(List<Backup> backups) {
    return backups.stream().map(BackupShape::of).toList();
  }

  /** On one line of Markdown. */
  static String line(Backup backup) {
    return "`%s`: %d personas%s, %d bytes, %s, taken %s"
        .formatted(
            Markdown.oneLine(backup.name()),
            backup.personas(),
            backup.leftOut().isEmpty() ? "" : " without " + backup.leftOut().size() + " files",
            backup.bytes(),
            backup.kind().word(),
            backup.taken());
  }
}
