package dev.holdfast.personas;

import java.util.List;
import java.util.Set;

/**
 * A value of the front matter and where it stands. Offsets count chars of the file.
 *
 * @param shape what it is
 * @param text of a scalar, as written apart from quotes and escapes: a number stays its digits
 * @param plain is it a scalar without quotes?
 * @param tagged has it a tag of its own?
 * @param start of its first char
 * @param end behind its last char
 * @param items of a sequence
 * @param entries of a mapping
 */
record YamlNode(
    Shape shape,
    String text,
    boolean plain,
    boolean tagged,
    int start,
    int end,
    List<YamlNode> items,
    List<FrontMatter.Entry> entries) {

  /** What a value is. */
  enum Shape {
    SCALAR,
    SEQUENCE,
    MAPPING
  }

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  /** Does YAML read it as "no value"? */
  boolean isNull() {
    return shape == Shape.SCALAR && plain && NULLS.contains(text);
  }

  boolean isScalar() {
    return shape == Shape.SCALAR;
  }
}
