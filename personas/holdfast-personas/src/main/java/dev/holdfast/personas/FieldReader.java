package dev.holdfast.personas;

import dev.holdfast.personas.FrontMatter.Entry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the known fields out of a file that was taken apart, and checks each by its rules. */
final class FieldReader {

  private final PersonaFile.Layout layout;
  private final String stem;
  private final Map<Field, FieldValue> fields = new EnumMap<>(Field.class);
  private final List<Finding> findings = new ArrayList<>();

  FieldReader(PersonaFile.Layout layout, String stem) {
    this.layout = layout;
    this.stem = stem;
  }

  Map<Field, FieldValue> fields() {
    return fields;
  }

  List<Finding> findings() {
    return findings;
  }

  void readAll() {
    for (Entry entry : layout.front().entries()) {
      Field.ofKey(entry.key()).ifPresent(field -> read(field, entry));
    }
    if (!has(Field.NAME)) {
      check(Field.NAME, new FieldValue.Text(stem), layout.source().frontStart());
    }
    if (!has(Field.DESCRIPTION)) {
      add(
          Severity.ERROR,
          "description.required",
          "description is missing; 1 to %d characters".formatted(PersonaRules.MAX_DESCRIPTION),
          layout.source().frontStart());
    }
    readInstructions();
  }

  /** Is the field there, whatever is wrong with it? */
  private boolean has(Field field) {
    return fields.containsKey(field)
        || findings.stream().anyMatch(f -> f.rule().equals(field.key() + ".kind"));
  }

  private void read(Field field, Entry entry) {
    YamlNode node = entry.value();
    if (node.isNull()) {
      return; // the same as a field that is not there
    }
    Optional<FieldValue> value = node.tagged() ? Optional.empty() : valueOf(field, node);
    if (value.isEmpty()) {
      String wanted = field.kind() == Field.Kind.LIST ? "a list of texts" : "a text";
      add(
          Severity.ERROR,
          field.key() + ".kind",
          "%s must be %s%s".formatted(field.key(), wanted, node.tagged() ? " without a tag" : ""),
          node.start());
      return;
    }
    fields.put(field, value.get());
    check(field, value.get(), node.start());
    List<String> texts =
        switch (value.get()) {
          case FieldValue.Text(String text) -> List.of(text);
          case FieldValue.Items(List<String> items) -> items;
        };
    for (String text : texts) {
      findings.addAll(
          ContentFindings.of(field.key(), text, _ -> layout.source().placeOf(node.start())));
    }
  }

  private static Optional<FieldValue> valueOf(Field field, YamlNode node) {
    return switch (field.kind()) {
      case TEXT -> scalar(node).map(FieldValue.Text::new);
      case FLAG -> scalar(node).map(t -> t.toLowerCase(Locale.ROOT)).map(FieldValue.Text::new);
      case LIST -> list(node).map(FieldValue.Items::new);
      case BODY -> Optional.empty();
    };
  }

  private static Optional<String> scalar(YamlNode node) {
    return node.isScalar() ? Optional.of(node.text()) : Optional.empty();
  }

  private static Optional<List<String>> list(YamlNode node) {
    return switch (node.shape()) {
      case SCALAR -> Optional.of(PersonaRules.splitList(node.text()));
      case SEQUENCE ->
          node.items().stream().allMatch(i -> i.isScalar() && !i.tagged())
              ? Optional.of(node.items().stream().map(FieldReader::item).toList())
              : Optional.empty();
      case MAPPING -> Optional.empty();
    };
  }

  private static String item(YamlNode node) {
    return node.isNull() ? "" : node.text();
  }

  private void readInstructions() {
    SourceText source = layout.source();
    int start = source.instructionsStart();
    FieldValue.Text value = new FieldValue.Text(source.instructions());
    fields.put(Field.INSTRUCTIONS, value);
    check(Field.INSTRUCTIONS, value, start);
    findings.addAll(
        ContentFindings.of(
            Field.INSTRUCTIONS.key(), value.text(), at -> source.placeOf(start + at)));
  }

  private void check(Field field, FieldValue value, int offset) {
    for (FieldRules.Breach breach : FieldRules.check(field, value)) {
      add(breach.severity(), breach.rule(), breach.message(), offset);
    }
  }

  private void add(Severity severity, String rule, String message, int offset) {
    SourceText.Place place = layout.source().placeOf(offset);
    findings.add(new Finding(severity, rule, message, place.line(), place.column()));
  }
}
