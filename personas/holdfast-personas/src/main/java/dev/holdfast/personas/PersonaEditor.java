package dev.holdfast.personas;

import dev.holdfast.personas.FrontMatter.Entry;
import dev.holdfast.personas.PersonaException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets fields in the text of a file. Only the values that are set, and the version, get new bytes;
 * a field that is not there is added as a line before the closing one.
 */
final class PersonaEditor {

  private record Replacement(int start, int end, String text) {}

  /** The parser passes over it where a line begins, and counts it as a column. */
  private static final char NEXT_LINE = '\u0085';

  private final PersonaFile file;
  private final SourceText source;
  private final FrontMatter front;

  private PersonaEditor(PersonaFile file, PersonaFile.Layout layout) {
    this.file = file;
    this.source = layout.source();
    this.front = layout.front();
  }

  /**
   * Applies {@code changes} and moves the version on, unless they set it.
   *
   * @return the file as it is to be written; it has been read again and says what was asked
   * @throws PersonaException {@code INVALID_FILE} if the file cannot be edited field by field, or
   *     would not say what was asked
   */
  static Draft edit(PersonaFile file, Map<Field, FieldValue> changes) {
    PersonaFile.Layout layout =
        file.layout()
            .orElseThrow(
                () ->
                    new PersonaException(
                        Code.INVALID_FILE,
                        "%s cannot be edited field by field: %s"
                            .formatted(file.fileName(), file.errors().getFirst().message()),
                        sourceHint()));
    Map<Field, FieldValue> all = withNextVersion(file, changes);
    String text = new PersonaEditor(file, layout).apply(all);
    Draft draft = Draft.of(file.fileName(), text);
    EditCheck.requireAsEdited(file, all, draft.file());
    return draft;
  }

  static String sourceHint() {
    return "Nothing was changed. Set the field source to the whole, mended text of the file.";
  }

  private static Map<Field, FieldValue> withNextVersion(
      PersonaFile file, Map<Field, FieldValue> changes) {
    Map<Field, FieldValue> all = new EnumMap<>(Field.class);
    all.putAll(changes);
    boolean unreadable =
        !file.fields().containsKey(Field.VERSION)
            && file.entryOf(Field.VERSION).filter(e -> !e.value().isNull()).isPresent();
    if (!changes.containsKey(Field.VERSION) && !unreadable) {
      Versions.next(file.version())
          .ifPresent(next -> all.put(Field.VERSION, new FieldValue.Text(next)));
    }
    return all;
  }

  private String apply(Map<Field, FieldValue> changes) {
    List<Replacement> replacements = new ArrayList<>();
    StringBuilder added = new StringBuilder();
    changes.forEach(
        (field, value) -> {
          Optional<Entry> entry = file.entryOf(field);
          if (field.kind() == Field.Kind.BODY) {
            return;
          }
          if (entry.isPresent()) {
            replacements.add(replace(entry.get(), YamlText.of(field, value)));
          } else {
            added.append(indentation()).append(field.key()).append(": ");
            added.append(YamlText.of(field, value)).append(source.lineEnding());
          }
        });
    if (!added.isEmpty()) {
      requireExtensible();
      replacements.add(new Replacement(source.frontEnd(), source.frontEnd(), added.toString()));
    }
    StringBuilder text = new StringBuilder(source.text());
    if (changes.get(Field.INSTRUCTIONS) instanceof FieldValue.Text(String instructions)) {
      String upToBody = source.text().substring(0, source.bodyStart());
      text.setLength(0);
      text.append(SourceText.head(upToBody, source.lineEnding())).append(instructions);
    }
    // From the end to the start, so that the offsets before stay right.
    replacements.sort(Comparator.comparingInt(Replacement::start).reversed());
    for (Replacement r : replacements) {
      text.replace(r.start(), r.end(), r.text());
    }
    return text.toString();
  }

  private Replacement replace(Entry entry, String value) {
    YamlNode node = entry.value();
    int start = node.start();
    // An empty value ends at its colon, and a list may stand as far left as its key: both need a
    // blank before the new value.
    boolean atLineStart = start > 0 && source.text().charAt(start - 1) == '\n';
    boolean afterColon = start > 0 && source.text().charAt(start - 1) == ':';
    boolean tooFarLeft =
        node.shape() == YamlNode.Shape.SEQUENCE && columnOf(start) <= columnOf(entry.keyStart());
    String blank = atLineStart || afterColon || tooFarLeft ? " " : "";
    return new Replacement(start, node.end(), blank + value);
  }

  private int columnOf(int offset) {
    return source.placeOf(offset).column();
  }

  /** The blanks before the first key, also where it is written as {@code ? key}. */
  private String indentation() {
    if (front.entries().isEmpty()) {
      return "";
    }
    String text = source.text();
    int start = text.lastIndexOf('\n', front.entries().getFirst().keyStart()) + 1;
    int end = start;
    while (text.charAt(end) == ' ' || text.charAt(end) == NEXT_LINE) {
      end++;
    }
    return " ".repeat(end - start);
  }

  private void requireExtensible() {
    if (!front.extensible()) {
      throw new PersonaException(
          Code.INVALID_FILE,
          "no field can be added to %s: its front matter is written in braces or has an end mark"
              .formatted(file.fileName()),
          sourceHint());
    }
  }
}
