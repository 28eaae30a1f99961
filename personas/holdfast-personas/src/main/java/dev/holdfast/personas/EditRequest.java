package dev.holdfast.personas;

import dev.holdfast.personas.PersonaException.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an edit asks for, checked as far as that is possible without the file. */
sealed interface EditRequest {

  /** Sets fields, in the caller's order. */
  record Fields(Map<Field, FieldValue> changes) implements EditRequest {}

  /** Replaces the whole text of the file. */
  record Source(String text) implements EditRequest {}

  /**
   * Reads and checks the changes of {@link PersonaStore#edit}.
   *
   * @throws PersonaException {@code UNKNOWN_FIELD}, {@code INVALID_VALUE}
   */
  static EditRequest of(Map<String, String> changes) {
    if (changes.isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE, "an edit must set at least one field", fieldsHint());
    }
    Map<Field, FieldValue> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (Field.bare(change.getKey()).equals(PersonaRules.SOURCE_FIELD)) {
        return source(change.getValue(), changes.size());
      }
      Field field = fieldOf(change.getKey());
      FieldValue value = valueOf(field, change.getValue());
      if (parsed.put(field, value) != null) {
        throw new PersonaException(
            Code.INVALID_VALUE,
            "the field %s is given twice".formatted(field.key()),
            "Give each field once.");
      }
    }
    refuseBreaches(parsed);
    return new Fields(parsed);
  }

  /** The fields that the edit sets, in its order. */
  default List<String> fieldNames() {
    return switch (this) {
      case Fields(Map<Field, FieldValue> changes) ->
          changes.keySet().stream().map(Field::key).toList();
      case Source _ -> List.of(PersonaRules.SOURCE_FIELD);
    };
  }

  /**
   * The name that the edit gives to the persona, if it sets one.
   *
   * @param fileName of the persona that is edited
   */
  default Optional<String> newName(String fileName) {
    return switch (this) {
      case Fields(Map<Field, FieldValue> changes) ->
          changes.get(Field.NAME) instanceof FieldValue.Text(String name)
              ? Optional.of(name)
              : Optional.empty();
      case Source(String text) -> PersonaFile.parse(fileName, text).name();
    };
  }

  /**
   * Refuses values that break a rule; warnings count as errors here.
   *
   * @throws PersonaException {@code INVALID_VALUE}, with every breach
   */
  static void refuseBreaches(Map<Field, FieldValue> values) {
    List<FieldRules.Breach> breaches =
        values.entrySet().stream()
            .flatMap(e -> FieldRules.check(e.getKey(), e.getValue()).stream())
            .toList();
    if (!breaches.isEmpty()) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          String.join("; ", breaches.stream().map(FieldRules.Breach::message).toList()),
          "Nothing was changed; repeat with a value that keeps the rule.");
    }
  }

  private static EditRequest source(String text, int fields) {
    if (fields > 1) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "the field source stands for the whole file and is given alone",
          "Leave the other fields out, or leave source out.");
    }
    if (FieldRules.hasLoneSurrogate(text)) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "source holds half of a surrogate pair, which is not a character",
          "Nothing was changed; send the text as valid Unicode.");
    }
    return new Source(text);
  }

  private static Field fieldOf(String words) {
    Field field =
        Field.ofWords(words)
            .orElseThrow(
                () ->
                    new PersonaException(
                        Code.UNKNOWN_FIELD,
                        "there is no field %s".formatted(Show.quoted(words)),
                        fieldsHint()));
    if (field == Field.UNIQUE_ID) {
      throw new PersonaException(
          Code.INVALID_VALUE,
          "unique_id is kept once written and cannot be edited",
          "Leave it out, or create a new persona.");
    }
    return field;
  }

  private static FieldValue valueOf(Field field, String value) {
    return switch (field.kind()) {
      case LIST -> new FieldValue.Items(PersonaRules.splitList(value));
      case FLAG -> new FieldValue.Text(value.toLowerCase(Locale.ROOT));
      case TEXT, BODY -> new FieldValue.Text(value);
    };
  }

  private static String fieldsHint() {
    return "The fields are " + String.join(", ", PersonaRules.EDITABLE_FIELDS) + ".";
  }
}
