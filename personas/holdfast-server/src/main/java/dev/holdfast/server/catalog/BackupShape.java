package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.personas.archive.BackupKind;
import dev.holdfast.personas.backup.Backup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A backup as structured content, and its schema. */
final class BackupShape {

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
          field("bytes", integer("Its length.")));

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
    return shape;
  }

  static List<Map<String, Object>> of(List<Backup> backups) {
    return backups.stream().map(BackupShape::of).toList();
  }

  /** On one line of Markdown. */
  static String line(Backup backup) {
    return "`%s`: %d personas, %d bytes, %s, taken %s"
        .formatted(
            Markdown.oneLine(backup.name()),
            backup.personas(),
            backup.bytes(),
            backup.kind().word(),
            backup.taken());
  }
}
