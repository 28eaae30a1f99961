package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.PersonaException.Code;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A persona file taken apart into values as JSON has them. Immutable.
 *
 * <p>A value is null, a {@link String}, {@link Boolean}, {@link Long} or {@link
 * java.math.BigDecimal}, or a {@link List} or a {@link Map} of values. A field that the format
 * knows is a text, a list of texts or a flag, as far as the file allows; so the version {@code
 * 1.10} and a date are the texts that stand in the file. Tags, comments and style are not part of
 * it, nor are entries without a text as their key.
 */
public final class PersonaDocument {

  private static final String HINT =
      "Give the fields as texts, lists and plain values, within the limits of the format.";

  private final Map<String, @Nullable Object> metadata;
  private final String instructions;
  private final byte[] bytes;

  private PersonaDocument(
      Map<String, @Nullable Object> metadata, String instructions, byte[] bytes) {
    this.metadata = metadata;
    this.instructions = instructions;
    this.bytes = bytes;
  }

  /**
   * Takes a file apart. It may break rules of its fields.
   *
   * @param fileName for messages
   * @throws PersonaException {@code INVALID_FILE} if it cannot be taken apart, with the place
   */
  public static PersonaDocument parse(String fileName, byte[] content) {
    byte[] own = content.clone();
    PersonaFile file = PersonaFile.parse(fileName, own);
    SourceText source = layoutOf(file, Code.INVALID_FILE).source();
    return new PersonaDocument(PlainValues.of(file), source.instructions(), own);
  }

  /**
   * The file with these fields, in their order, and these instructions.
   *
   * @param metadata values as above; other numbers are taken as what they print
   * @throws PersonaException {@code INVALID_VALUE} if no file says this: a value of another type, a
   *     lone surrogate, nested too deep, too large
   */
  public static PersonaDocument of(Map<String, ?> metadata, String instructions) {
    Map<String, @Nullable Object> values = PlainValues.normal(metadata);
    PlainValues.requireText("instructions", instructions);
    StringBuilder front = new StringBuilder("---\n");
    values.forEach((key, value) -> YamlFlow.appendField(key, value, front));
    String text = SourceText.head(front.append("---\n").toString(), "\n") + instructions;
    Draft draft = Draft.of("the persona", text);
    SourceText source = layoutOf(draft.file(), Code.INVALID_VALUE).source();
    if (!values.equals(PlainValues.of(draft.file()))
        || !source.instructions().equals(instructions)) {
      throw new PersonaException(
          Code.INVALID_VALUE, "these fields cannot be written so that they read the same", HINT);
    }
    return new PersonaDocument(values, instructions, draft.bytes());
  }

  private static PersonaFile.Layout layoutOf(PersonaFile file, Code code) {
    return file.layout()
        .orElseThrow(
            () -> {
              Finding first = file.errors().getFirst();
              return new PersonaException(
                  code,
                  "%s, line %d, column %d: %s"
                      .formatted(
                          Show.plain(file.fileName()),
                          first.line(),
                          first.column(),
                          first.message()),
                  code == Code.INVALID_FILE ? "Mend the text of the file and repeat." : HINT);
            });
  }

  /** The fields in the order of the file, known or not. Cannot be changed. */
  public Map<String, @Nullable Object> metadata() {
    return metadata;
  }

  /** The text after the front matter, without the empty line that sets it off. */
  public String instructions() {
    return instructions;
  }

  /** The file: the very bytes that were parsed, or the ones that were made. A new copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The file as text. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  /**
   * Do the fields, their order aside, and the instructions say the same as this document?
   *
   * @throws PersonaException {@code INVALID_VALUE} if the fields are none that a file could have
   */
  public boolean says(Map<String, ?> otherMetadata, String otherInstructions) {
    return instructions.equals(otherInstructions)
        && Objects.equals(metadata, PlainValues.normal(otherMetadata));
  }
}
