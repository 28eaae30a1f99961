package dev.holdfast.personas;

import dev.holdfast.personas.FieldValue.Items;
import dev.holdfast.personas.FieldValue.Text;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the file of a new persona. */
final class PersonaWriter {

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private PersonaWriter() {}

  /** The values that the caller gave. */
  static Map<Field, FieldValue> given(NewPersona persona) {
    Map<Field, FieldValue> values = new EnumMap<>(Field.class);
    values.put(Field.NAME, new Text(persona.name()));
    values.put(Field.DESCRIPTION, new Text(persona.description()));
    values.put(Field.CATEGORY, new Text(persona.category()));
    values.put(Field.TRIGGERS, new Items(persona.triggers()));
    values.put(Field.INSTRUCTIONS, new Text(persona.instructions()));
    return values;
  }

  /**
   * The file of a new persona with the values of {@code given} and those that every new one gets.
   *
   * @throws PersonaException {@code INVALID_VALUE} if the file would break a rule
   */
  static Draft create(Map<Field, FieldValue> given, String slug, String author, Instant now) {
    LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    Map<Field, FieldValue> values = new EnumMap<>(given);
    values.put(Field.UNIQUE_ID, new Text(uniqueId(slug, author, now)));
    values.put(Field.AUTHOR, new Text(author));
    values.put(Field.VERSION, new Text(PersonaRules.FIRST_VERSION));
    values.put(Field.AGE_RATING, new Text("all"));
    values.put(Field.CONTENT_FLAGS, new Items(List.of("user-created")));
    values.put(Field.AI_GENERATED, new Text("true"));
    values.put(Field.GENERATION_METHOD, new Text("Claude"));
    values.put(Field.PRICE, new Text("free"));
    values.put(Field.REVENUE_SPLIT, new Text("80/20"));
    values.put(Field.LICENSE, new Text("CC-BY-SA-4.0"));
    values.put(Field.CREATED_DATE, new Text(time.toLocalDate().toString()));
    Draft draft = Draft.of(slug + ".md", textOf(values));
    EditCheck.requireAsCreated(values, draft.file());
    return draft;
  }

  /** The id of a persona that is new now. */
  static String uniqueId(String slug, String author, Instant now) {
    String time = ID_TIME.format(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
    return slug + "_" + time + "_" + Slugs.of(author).first();
  }

  private static String textOf(Map<Field, FieldValue> values) {
    StringBuilder front = new StringBuilder("---\n");
    String instructions = "";
    for (Map.Entry<Field, FieldValue> entry : values.entrySet()) {
      Field field = entry.getKey();
      if (field == Field.INSTRUCTIONS && entry.getValue() instanceof Text(String text)) {
        instructions = text;
      } else {
        front.append(field.key()).append(": ");
        front.append(YamlText.of(field, entry.getValue())).append('\n');
      }
    }
    return SourceText.head(front.append("---\n").toString(), "\n") + instructions;
  }
}
