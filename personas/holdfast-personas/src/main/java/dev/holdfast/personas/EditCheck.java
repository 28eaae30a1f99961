package dev.holdfast.personas;

import dev.holdfast.personas.FrontMatter.Entry;
import dev.holdfast.personas.PersonaException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last look before a change is written: what is written always loads again, with the values
 * that were asked for and everything else as it was.
 */
final class EditCheck {
  private EditCheck() {}

  /**
   * Refuses a new file that does not say exactly what was asked for.
   *
   * @throws PersonaException {@code INVALID_VALUE}
   */
  static void requireAsCreated(Map<Field, FieldValue> values, PersonaFile created) {
    if (!created.errors().isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "%s would not be a valid persona: %s"
              .formatted(created.fileName(), messages(created.errors())),
          "Nothing was changed; repeat with other values.");
    }
    for (Field field : Field.values()) {
      requireSame(field, values.get(field), created);
    }
  }

  /**
   * Refuses an edited file that does not say exactly what was asked for, changes anything else, or
   * has errors that the edit does not lessen.
   *
   * @throws PersonaException {@code INVALID_FILE}
   */
  static void requireAsEdited(
      PersonaFile before, Map<Field, FieldValue> changes, PersonaFile after) {
    if (after.layout().isEmpty()) {
      throw unfaithful(after, messages(after.errors()));
    }
    for (Field field : Field.values()) {
      FieldValue wanted = changes.getOrDefault(field, before.fields().get(field));
      requireSame(field, wanted, after);
    }
    if (!untouched(before, changes).equals(untouched(after, changes))) {
      throw unfaithful(after, "a field that was not to be edited would change");
    }
    requireFewerErrors(before, after);
  }

  /** A valid file stays valid; in one with errors the edit mends one at least, and adds none. */
  private static void requireFewerErrors(PersonaFile before, PersonaFile after) {
    List<String> left = rules(after);
    List<String> old = rules(before);
    boolean fewer = left.size() < old.size();
    boolean added = !left.stream().allMatch(old::remove);
    if (!left.isEmpty() && (added || !fewer)) {
      throw new PersonaException(
          Code.INVALID_FILE,
          "%s would be invalid: %s".formatted(after.fileName(), messages(after.errors())),
          "Nothing was changed. Mend this in the same edit or before, or set the field source to "
              + "the whole text of the file.");
    }
  }

  private static void requireSame(Field field, @Nullable FieldValue wanted, PersonaFile file) {
    if (!Objects.equals(wanted, file.fields().get(field))) {
      throw unfaithful(file, field.key() + " would not come back as it was given");
    }
  }

  /** The text of every key and value that the edit does not set. */
  private static List<String> untouched(PersonaFile file, Map<Field, FieldValue> changes) {
    List<String> texts = new ArrayList<>();
    file.layout()
        .ifPresent(
            layout -> {
              for (Entry entry : layout.front().entries()) {
                if (Field.ofKey(entry.key()).filter(changes::containsKey).isEmpty()) {
                  String text = layout.source().text();
                  texts.add(text.substring(entry.keyStart(), entry.value().end()));
                }
              }
            });
    return texts;
  }

  private static List<String> rules(PersonaFile file) {
    return new ArrayList<>(file.errors().stream().map(Finding::rule).toList());
  }

  private static String messages(List<Finding> findings) {
    return String.join("; ", findings.stream().map(Finding::message).toList());
  }

  private static PersonaException unfaithful(PersonaFile file, String why) {
    return new PersonaException(
        Code.INVALID_FILE,
        "%s cannot be edited field by field: %s".formatted(file.fileName(), why),
        PersonaEditor.sourceHint());
  }
}
