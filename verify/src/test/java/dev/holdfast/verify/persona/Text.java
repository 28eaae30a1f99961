package dev.holdfast.verify.persona;

import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaDocument;
import java.util.Locale;
import java.util.Map;

/**
 * What the model knows of the text of a persona. Its slug is its name in lower case.
 *
 * @param name of the persona
 * @param minor number of its version, {@code 1.<minor>}
 * @param description what an edit, or whoever made it, has put there
 * @param license another field
 */
record Text(String name, int minor, String description, String license) {

  static final String FIRST_LICENSE = "CC-BY-SA-4.0";

  /** The instructions of all of them. */
  static final String BODY = "Much to say. ".repeat(300) + "The end.\n";

  static Text first(String slug, String token) {
    return new Text(nameOf(slug), 0, token, FIRST_LICENSE);
  }

  static String nameOf(String slug) {
    return slug.substring(0, 1).toUpperCase(Locale.ROOT) + slug.substring(1);
  }

  /**
   * What a store says.
   *
   * @throws AssertionError if it is not whole
   */
  static Text of(Persona persona) {
    if (!persona.instructions().equals(BODY)) {
      throw new AssertionError("torn: " + persona);
    }
    return new Text(
        persona.name(),
        Integer.parseInt(persona.version().substring(2)),
        persona.description(),
        persona.license());
  }

  /** The inverse of {@link #toString}. */
  static Text parse(String text) {
    String[] parts = text.split("\\|", -1);
    return new Text(parts[0], Integer.parseInt(parts[1].substring(2)), parts[2], parts[3]);
  }

  String version() {
    return "1." + minor;
  }

  Text with(String field, String token) {
    return field.equals("license")
        ? new Text(name, minor + 1, description, token)
        : new Text(name, minor + 1, token, license);
  }

  Text named(String slug) {
    return new Text(nameOf(slug), minor + 1, description, license);
  }

  /** What a file says. */
  static Text of(String fileName, byte[] content) {
    PersonaDocument document = PersonaDocument.parse(fileName, content);
    if (!document.instructions().strip().equals(BODY.strip())) {
      throw new AssertionError("torn: " + document.text());
    }
    Map<String, ?> fields = document.metadata();
    return new Text(
        String.valueOf(fields.get("name")),
        Integer.parseInt(String.valueOf(fields.get("version")).substring(2)),
        String.valueOf(fields.get("description")),
        String.valueOf(fields.get("license")));
  }

  /** As a file, for {@link #first}. */
  String file() {
    return """
    ---
    name: %s
    description: %s
    version: "1.%d"
    license: %s
    ---

    %s"""
        .formatted(name, description, minor, license, BODY);
  }

  /** In one word. */
  @Override
  public String toString() {
    return "%s|1.%d|%s|%s".formatted(name, minor, description, license);
  }
}
