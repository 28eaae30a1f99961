package dev.holdfast.personas;

import java.util.List;
import java.util.Random;

/** Texts that break careless readers and writers. */
public final class RandomText {

  private static final List<String> PIECES =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "\t",
          " ",
          "  ",
          "\"",
          "'",
          "\\",
          "\\n",
          "`",
          "```",
          "```sh\nrm -rf\n```",
          "$(whoami)",
          "${HOME}",
          "---",
          "\n---\n",
          "\n--- \n",
          "...",
          "\n...\n",
          ": ",
          "- ",
          "# ",
          "{",
          "}",
          "[",
          "]",
          "[a, b]",
          "&x",
          "*x",
          "!!str",
          "%",
          "@",
          "|",
          ">",
          "null",
          "~",
          "true",
          "1.10",
          "word",
          "Zeile",
          "日本語のテキスト",
          "Ελληνικά",
          "Русский",
          "العربية",
          "עברית",
          "हिन्दी",
          "👨‍👩‍👧‍👦",
          "👩🏽‍🚒",
          "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
          "é",
          "e\u0301",
          "ﬁ",
          "ß",
          "İ",
          "\u0000",
          "\u0007",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u009f",
          "\u00a0",
          "\u200b",
          "\u2028",
          "\u2029",
          "\ufeff",
          "\ufffe",
          "\uffff",
          "\u202e",
          "\ud83d\ude00",
          "\udbff\udfff",
          "<b>",
          "&amp;");

  private RandomText() {}

  /** At least one and at most {@code most} code points. */
  public static String of(Random random, int most) {
    int wanted = 1 + random.nextInt(most);
    StringBuilder text = new StringBuilder();
    while (text.codePointCount(0, text.length()) < wanted) {
      if (random.nextInt(5) == 0) {
        text.appendCodePoint(codePoint(random));
      } else {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.substring(0, text.offsetByCodePoints(0, wanted));
  }

  /** The same without line breaks and control characters, and not only blanks. */
  static String oneLine(Random random, int most) {
    StringBuilder text = new StringBuilder("x");
    of(random, most)
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029)
        .limit(most - 1L)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static int codePoint(Random random) {
    int c = random.nextInt(Character.MAX_CODE_POINT + 1);
    return c >= 0xD800 && c <= 0xDFFF ? 'x' : c;
  }
}
