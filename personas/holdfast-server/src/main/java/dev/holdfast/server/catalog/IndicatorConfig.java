package dev.holdfast.server.catalog;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How answers show which persona is active.
 *
 * @param enabled do they show it?
 * @param style its form
 * @param customFormat the form with {@link Style#CUSTOM}, with {@code {name}} and the like for the
 *     parts; otherwise of no effect, and maybe empty
 * @param shown the parts that forms other than the custom one may have
 * @param separator what stands between it and the answer
 * @param emoji the picture
 * @param brackets what it is enclosed in; not in the minimal and the custom form
 */
public record IndicatorConfig(
    boolean enabled,
    Style style,
    String customFormat,
    Set<Part> shown,
    String separator,
    String emoji,
    Brackets brackets) {

  private static final int LONGEST_FORMAT = 200;
  private static final int LONGEST_SEPARATOR = 20;
  private static final int LONGEST_EMOJI = 20;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** Everything but the category, in square brackets. */
  public static final IndicatorConfig DEFAULT =
      new IndicatorConfig(
          true,
          Style.FULL,
          "",
          EnumSet.complementOf(EnumSet.of(Part.CATEGORY)),
          " | ",
          "🎭",
          Brackets.SQUARE);

  /** A form. */
  public enum Style {
    /** All parts that are shown. */
    FULL,
    /** Picture and name. */
    MINIMAL,
    /** Name and version. */
    COMPACT,
    /** As the custom format says. */
    CUSTOM
  }

  /** A part. */
  public enum Part {
    /** The picture. */
    EMOJI,
    /** The persona's name. */
    NAME,
    /** Its version. */
    VERSION,
    /** Its author. */
    AUTHOR,
    /** Its category. */
    CATEGORY
  }

  /** A pair of brackets. */
  public enum Brackets {
    /** {@code [ ]}. */
    SQUARE("[", "]"),
    /** {@code ( )}. */
    ROUND("(", ")"),
    /** <code>{ }</code>. */
    CURLY("{", "}"),
    /** {@code < >}. */
    ANGLE("<", ">"),
    /** None. */
    NONE("", "");

    private final String open;
    private final String close;

    Brackets(String open, String close) {
      this.open = open;
      this.close = close;
    }

    String around(String text) {
      return open + text + close;
    }
  }

  /**
   * Checks the texts, and copies the parts.
   *
   * @throws IllegalArgumentException with what is wrong, in words for people, if a text is too long
   *     or not one printable line, the custom format is needed and empty, or has a placeholder that
   *     there is none for
   */
  public IndicatorConfig {
    shown = Set.copyOf(shown);
    check("the custom format", customFormat, LONGEST_FORMAT);
    check("the separator", separator, LONGEST_SEPARATOR);
    check("the emoji", emoji, LONGEST_EMOJI);
    if (style == Style.CUSTOM && customFormat.isBlank()) {
      throw new IllegalArgumentException(
          "the style custom needs a custom format, for example \"{emoji} {name}\"");
    }
    Matcher placeholders = PLACEHOLDER.matcher(customFormat);
    while (placeholders.find()) {
      if (!words(List.of(Part.values())).contains(placeholders.group(1))) {
        throw new IllegalArgumentException(
            "the custom format has the placeholder %s; there are {%s}"
                .formatted(
                    Values.quoted(placeholders.group()),
                    String.join("}, {", words(List.of(Part.values())))));
      }
    }
  }

  private static void check(String what, String text, int longest) {
    if (text.codePointCount(0, text.length()) > longest) {
      throw new IllegalArgumentException(
          what + " is longer than " + longest + " characters: " + Values.quoted(text));
    }
    if (!SafeText.line(text).equals(text)) {
      throw new IllegalArgumentException(
          what + " has characters that cannot be shown: " + Values.quoted(text));
    }
  }

  /** Constants as they are written: in lower case. */
  static List<String> words(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * The constant that is written so.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static <E extends Enum<E>> E named(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Values.quoted(word)
                        + " is none of "
                        + String.join(", ", words(List.of(type.getEnumConstants())))));
  }

  boolean shows(Part part) {
    return shown.contains(part);
  }

  /** The same, with a part or without it. */
  public IndicatorConfig with(Part part, boolean show) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    parts.addAll(shown);
    if (show) {
      parts.add(part);
    } else {
      parts.remove(part);
    }
    return new IndicatorConfig(enabled, style, customFormat, parts, separator, emoji, brackets);
  }
}
