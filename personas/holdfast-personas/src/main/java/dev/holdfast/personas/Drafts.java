package dev.holdfast.personas;

import dev.holdfast.personas.PersonaException.Code;
import java.util.List;

/** Makes the file that an edit is to write. */
final class Drafts {
  private Drafts() {}

  /**
   * The file after an edit.
   *
   * @throws PersonaException {@code INVALID_FILE}, {@code INVALID_VALUE}
   */
  static Draft of(PersonaFile before, EditRequest request) {
    if (!before.isReplaceable()) {
      throw new PersonaException(
          Code.INVALID_FILE,
          "%s cannot be edited: %s"
              .formatted(before.fileName(), before.errors().getFirst().message()),
          "Nothing was changed. Put a readable file in its place, or delete it.");
    }
    return switch (request) {
      case EditRequest.Fields fields -> PersonaEditor.edit(before, fields.changes());
      case EditRequest.Source(String text) -> replaced(before, text);
    };
  }

  private static Draft replaced(PersonaFile before, String text) {
    Draft draft = Draft.of(before.fileName(), text);
    List<Finding> errors = draft.file().errors();
    if (!errors.isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "this text would not be a valid persona: "
              + String.join(
                  "; ",
                  errors.stream()
                      .map(e -> "line %d: %s".formatted(e.line(), e.message()))
                      .toList()),
          "Nothing was changed; mend the text and repeat.");
    }
    String id = before.text(Field.UNIQUE_ID);
    if (!id.isEmpty() && !id.equals(draft.file().text(Field.UNIQUE_ID))) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "unique_id is kept once written: it is " + Show.quoted(id),
          "Nothing was changed; repeat with this unique_id in the text.");
    }
    return draft;
  }
}
