package dev.holdfast.personas;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rule of each field: one set for what is read and for what is written. */
final class FieldRules {

  /** A rule that a value breaks. Where values are written, warnings refuse as errors do. */
  record Breach(Severity severity, String rule, String message) {}

  /** So many bad items of one list are told one by one. */
  private static final int MOST_ITEMS_TOLD = 5;

  private static final Pattern PRICE = Pattern.compile("free|\\$[0-9]+\\.[0-9]{2}");
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})"
              + "(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)"
              + " ?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

  private FieldRules() {}

  /** What {@code value} breaks; empty if it is right. */
  static List<Breach> check(Field field, FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> checkText(field, text);
      case FieldValue.Items(List<String> items) -> checkItems(field, items);
    };
  }

  private static List<Breach> checkText(Field field, String text) {
    List<Breach> found = new ArrayList<>();
    if (hasLoneSurrogate(text)) {
      found.add(
          error(field, "encoding", "holds half of a surrogate pair, which is not a character"));
    }
    switch (field) {
      case NAME -> {
        length(field, text, 1, PersonaRules.MAX_NAME, found);
        oneLine(field, text, found);
        if (!text.isEmpty() && isBlank(text)) {
          found.add(error(field, "blank", "is only blanks; it must say something"));
        }
      }
      case DESCRIPTION -> length(field, text, 1, PersonaRules.MAX_DESCRIPTION, found);
      case AUTHOR -> {
        length(field, text, 0, PersonaRules.MAX_AUTHOR, found);
        oneLine(field, text, found);
      }
      case CATEGORY -> {
        length(field, text, 0, PersonaRules.MAX_CATEGORY, found);
        if (found.isEmpty() && !PersonaRules.CATEGORIES.contains(text)) {
          found.add(
              new Breach(
                  Severity.WARNING,
                  "category.unknown",
                  "category is %s; the categories are %s"
                      .formatted(Show.quoted(text), String.join(", ", PersonaRules.CATEGORIES))));
        }
      }
      case VERSION ->
          form(
              field,
              text,
              Versions.isVersion(text),
              "N.N or N.N.N with an optional -suffix, such as 1.4",
              found);
      case AGE_RATING -> oneOf(field, text, PersonaRules.AGE_RATINGS, found);
      case GENERATION_METHOD -> oneOf(field, text, PersonaRules.GENERATION_METHODS, found);
      case AI_GENERATED -> oneOf(field, text, List.of("true", "false"), found);
      case PRICE ->
          form(field, text, PRICE.matcher(text).matches(), "free, or $N.NN such as $4.99", found);
      case CREATED_DATE -> form(field, text, isDate(text), "an ISO date such as 2026-01-31", found);
      case INSTRUCTIONS -> {
        if (isBlank(text)) {
          found.add(
              new Breach(
                  Severity.WARNING,
                  "instructions.required",
                  "instructions are empty: the persona tells the model nothing"));
        }
      }
      case UNIQUE_ID, REVENUE_SPLIT, LICENSE, TRIGGERS, CONTENT_FLAGS -> {}
    }
    return found;
  }

  private static List<Breach> checkItems(Field field, List<String> items) {
    List<Breach> found = new ArrayList<>();
    for (int i = 0; i < items.size() && found.size() < MOST_ITEMS_TOLD; i++) {
      String item = items.get(i);
      String which = "item %d (%s) ".formatted(i + 1, Show.quoted(item));
      int length = lengthOf(item);
      if (isBlank(item)) {
        found.add(error(field, "blank", which + "is empty; each must say something"));
      } else if (length > PersonaRules.MAX_LIST_ITEM) {
        found.add(
            error(
                field,
                "length",
                which
                    + "has %d characters; at most %d are allowed"
                        .formatted(length, PersonaRules.MAX_LIST_ITEM)));
      } else if (item.codePoints().anyMatch(FieldRules::breaksLine)) {
        found.add(error(field, "one-line", which + "holds a line break or control character"));
      } else if (hasLoneSurrogate(item)) {
        found.add(
            error(
                field,
                "encoding",
                which + "holds half of a surrogate pair, which is not a character"));
      }
    }
    return found;
  }

  private static void length(Field field, String text, int least, int most, List<Breach> found) {
    int length = lengthOf(text);
    if (length < least) {
      found.add(error(field, "length", "is empty; %d to %d characters".formatted(least, most)));
    } else if (length > most) {
      found.add(
          error(
              field,
              "length",
              "has %d characters; at most %d are allowed".formatted(length, most)));
    }
  }

  private static void oneLine(Field field, String text, List<Breach> found) {
    text.codePoints()
        .filter(FieldRules::breaksLine)
        .findFirst()
        .ifPresent(
            c ->
                found.add(
                    error(
                        field,
                        "one-line",
                        "holds the control character %s; it must be one line of text"
                            .formatted(Show.codePoint(c)))));
  }

  private static void oneOf(Field field, String text, List<String> allowed, List<Breach> found) {
    form(field, text, allowed.contains(text), "one of " + String.join(", ", allowed), found);
  }

  private static void form(
      Field field, String text, boolean right, String form, List<Breach> found) {
    if (!right) {
      found.add(error(field, "form", "is %s; it must be %s".formatted(Show.quoted(text), form)));
    }
  }

  private static Breach error(Field field, String aspect, String message) {
    return new Breach(Severity.ERROR, field.key() + "." + aspect, field.key() + " " + message);
  }

  private static int lengthOf(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private static boolean breaksLine(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }

  static boolean hasLoneSurrogate(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(at))) {
          return true;
        }
        at++;
      }
    }
    return false;
  }

  private static boolean isDate(String text) {
    Matcher found = DATE.matcher(text);
    if (!found.matches()) {
      return false;
    }
    try {
      LocalDate.parse(found.group(1));
      if (found.group(2) != null) {
        LocalTime.parse(found.group(2));
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
