package dev.holdfast.personas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader would not see in a text, or should see before trusting it: control, invisible and
 * direction characters, letters that look like others, phrases that attack a model. Nothing of this
 * makes a persona invalid.
 */
final class ContentFindings {

  /** Of each kind so many places are told; one more finding then says that there are others. */
  private static final int MOST_OF_A_KIND = 10;

  private static final int BLACK_FLAG = 0x1F3F4;
  private static final int MOST_FLAG_TAGS = 7;

  /** Cyrillic and Greek letters that look like Latin ones. */
  private static final String LOOK_ALIKES =
      "\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425"
          + "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0405\u0406\u0408\u0455\u0456\u0458"
          + "\u04BB\u0501\u051B\u051D\u04CF\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C"
          + "\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF\u03BD\u03F3";

  /** What an attack begins with; the pattern is only tried there, which is a lot faster. */
  private static final List<String> ATTACK_STARTS =
      List.of(
          "ignore",
          "disregard",
          "forget",
          "override",
          "reveal",
          "print",
          "show",
          "repeat",
          "output",
          "do",
          "never",
          "you",
          "<|",
          "<<",
          "[inst",
          "[/inst");

  /** Those that begin with a character of ASCII, by that character in either case. */
  private static final String[][] ATTACK_STARTS_BY_CHARACTER = new String[0x80][];

  static {
    for (char c = 0; c < ATTACK_STARTS_BY_CHARACTER.length; c++) {
      char first = Character.toLowerCase(c);
      ATTACK_STARTS_BY_CHARACTER[c] =
          ATTACK_STARTS.stream().filter(s -> s.charAt(0) == first).toArray(String[]::new);
    }
  }

  private static final int MOST_ATTACK_CHARS = 200;

  /** Each blank stands for any white space, of bounded length. */
  private static final Pattern ATTACK =
      Pattern.compile(
          String.join(
                  "|",
                  "(?:ignore|disregard|forget|override) (?:(?:all|any|the|your|these|of) ){0,3}"
                      + "(?:previous|prior|above|earlier|preceding|system) "
                      + "(?:instructions?|prompts?|rules|messages|directions)\\b",
                  "(?:reveal|print|show|repeat|output) (?:me )?(?:your|the) "
                      + "(?:system|hidden|secret) (?:prompt|instructions)\\b",
                  "(?:do not|don't|never) (?:tell|inform) the user\\b",
                  "you are now (?:in )?(?:dan|developer mode|jailbroken|unrestricted)\\b",
                  "<\\|(?:im_start|im_end|system|endoftext)\\|>",
                  "\\[/?inst\\]",
                  "<</?sys>>")
              .replace(" ", "\\s{1,20}"),
          Pattern.CASE_INSENSITIVE);

  private final List<Finding> findings;
  private final IntFunction<SourceText.Place> places;
  private final String where;
  private final String text;
  private final int[] told = new int[4];

  private ContentFindings(
      String where, String text, IntFunction<SourceText.Place> places, List<Finding> findings) {
    this.where = where;
    this.text = text;
    this.places = places;
    this.findings = findings;
  }

  /**
   * Adds what is to be found in {@code text}.
   *
   * @param where the field, for the messages
   * @param places the place in the file of an index in {@code text}
   */
  static List<Finding> of(String where, String text, IntFunction<SourceText.Place> places) {
    List<Finding> findings = new ArrayList<>();
    ContentFindings search = new ContentFindings(where, text, places, findings);
    if (search.hasUnusual()) {
      search.characters();
    }
    search.phrases();
    return findings;
  }

  /** Most texts have nothing but plain ASCII, and looking for that takes little. */
  private boolean hasUnusual() {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c < ' ' && c != '\n' && c != '\t') || c >= 0x7F) {
        return true;
      }
    }
    return false;
  }

  private void characters() {
    boolean wordIsLatin = false;
    int lookAlike = -1;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      if (c >= 0x80 || c < ' ' || c == 0x7F) {
        character(c, at);
      }
      if (Character.isLetter(c)) {
        wordIsLatin |= c < 0x80 || Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
        lookAlike = lookAlike < 0 && c >= 0x80 && LOOK_ALIKES.indexOf(c) >= 0 ? at : lookAlike;
      } else if (!isMark(c)) {
        word(wordIsLatin, lookAlike);
        wordIsLatin = false;
        lookAlike = -1;
      }
      at += Character.charCount(c);
    }
    word(wordIsLatin, lookAlike);
  }

  private void word(boolean latin, int lookAlike) {
    if (latin && lookAlike >= 0) {
      add(
          0,
          Severity.WARNING,
          "content.look-alike",
          "a Latin word holds the look-alike letter %s (%s)"
              .formatted(
                  Show.codePoint(text.codePointAt(lookAlike)),
                  Character.getName(text.codePointAt(lookAlike))),
          lookAlike);
    }
  }

  private void character(int c, int at) {
    if (Character.isISOControl(c)) {
      if (c != '\n' && c != '\t' && !(c == '\r' && text.startsWith("\n", at + 1))) {
        add(
            1,
            Severity.WARNING,
            "content.control-character",
            "holds the control character " + Show.codePoint(c),
            at);
      }
    } else if (turnsDirection(c)) {
      add(
          2,
          Severity.WARNING,
          "content.direction",
          "holds %s, which makes text look different from what it is".formatted(Show.codePoint(c)),
          at);
    } else if (isInvisible(c) && !isInPlace(c, at)) {
      add(
          2,
          Severity.NOTE,
          "content.invisible",
          "holds the invisible character " + Show.codePoint(c),
          at);
    }
  }

  private void phrases() {
    Matcher attack = ATTACK.matcher(text);
    for (int at = 0; at < text.length(); at++) {
      if (mayStartAttack(at)) {
        attack.region(at, Math.min(text.length(), at + MOST_ATTACK_CHARS));
        if (attack.lookingAt()) {
          add(
              3,
              Severity.WARNING,
              "content.injection",
              "holds a phrase that is known from attacks on models: " + Show.quoted(attack.group()),
              at);
        }
      }
    }
  }

  private boolean mayStartAttack(int at) {
    char c = text.charAt(at);
    if (c >= ATTACK_STARTS_BY_CHARACTER.length || ATTACK_STARTS_BY_CHARACTER[c].length == 0) {
      return false;
    }
    if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      return false; // in the middle of a word
    }
    for (String start : ATTACK_STARTS_BY_CHARACTER[c]) {
      if (text.regionMatches(true, at, start, 0, start.length())) {
        return true;
      }
    }
    return false;
  }

  private void add(int kind, Severity severity, String rule, String message, int at) {
    told[kind]++;
    if (told[kind] <= MOST_OF_A_KIND) {
      SourceText.Place place = places.apply(at);
      findings.add(
          new Finding(severity, rule, where + ": " + message, place.line(), place.column()));
    } else if (told[kind] == MOST_OF_A_KIND + 1) {
      findings.add(Finding.ofFile(Severity.NOTE, rule, where + ": there are more of this kind"));
    }
  }

  private static boolean turnsDirection(int c) {
    return within(c, 0x202A, 0x202E) || within(c, 0x2066, 0x2069);
  }

  private static boolean isInvisible(int c) {
    return switch (c) {
      case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0 ->
          true;
      default -> within(c, 0x200B, 0x200F) || within(c, 0x2060, 0x2064) || isTag(c);
    };
  }

  private static boolean isTag(int c) {
    return within(c, 0xE0000, 0xE007F);
  }

  private static boolean within(int c, int first, int last) {
    return c >= first && c <= last;
  }

  /** Joiners inside emoji and inside scripts that need them, and the tags of a flag, belong. */
  private boolean isInPlace(int c, int at) {
    int before = at == 0 ? ' ' : text.codePointBefore(at);
    int behind = at + Character.charCount(c);
    int after = behind == text.length() ? ' ' : text.codePointAt(behind);
    return switch (c) {
      case 0x200D ->
          (isEmojiPart(before) && Character.isExtendedPictographic(after)) || isJoining(before);
      case 0x200C -> isJoining(before) && isJoining(after);
      case 0x200E, 0x200F, 0x61C -> isRightToLeft(before) || isRightToLeft(after);
      default -> isTag(c) && isInFlag(at);
    };
  }

  /** Does the tag at {@code at} belong to a flag? Longer runs of tags hide text. */
  private boolean isInFlag(int at) {
    int before = ' ';
    for (int i = 0, back = at; i <= MOST_FLAG_TAGS && back > 0; i++) {
      before = text.codePointBefore(back);
      if (!isTag(before)) {
        break;
      }
      back -= Character.charCount(before);
    }
    return before == BLACK_FLAG;
  }

  private static boolean isEmojiPart(int c) {
    return Character.isExtendedPictographic(c) || c == 0xFE0F || Character.isEmojiModifier(c);
  }

  /** A letter, or a mark on one, of a script whose letters join. */
  private static boolean isJoining(int c) {
    return (Character.isLetter(c) || isMark(c))
        && switch (Character.UnicodeScript.of(c)) {
          case LATIN, CYRILLIC, GREEK, COMMON, INHERITED -> false;
          default -> true;
        };
  }

  private static boolean isRightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }
}
