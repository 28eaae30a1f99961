package dev.holdfast.personas;

/**
 * The text of a persona file, split at its {@code ---} lines. All offsets count chars of {@link
 * #text}. UTF-8 that was decoded strictly encodes back to the same bytes, so what is done to the
 * text is done to the bytes.
 *
 * @param text the whole file, a byte order mark included
 * @param frontStart where the first line of the front matter begins
 * @param frontEnd where the closing line begins
 * @param bodyStart behind the closing line
 * @param lineEnding of the opening line: that of the file
 */
record SourceText(String text, int frontStart, int frontEnd, int bodyStart, String lineEnding) {

  /** A place in the file; both from 1, the column in code points. */
  record Place(int line, int column) {}

  private static final char BOM = '\uFEFF';
  private static final String FENCE = "---";

  /** Finds the front matter. */
  static SourceText split(String text) throws FormatFault {
    int start = !text.isEmpty() && text.charAt(0) == BOM ? 1 : 0;
    int frontStart = nextLine(text, start);
    if (!isFence(text, start, frontStart)) {
      throw new FormatFault(
          "front-matter", "the file does not begin with front matter: a line '---' is missing", 0);
    }
    String lineEnding = text.startsWith("\r\n", frontStart - 2) ? "\r\n" : "\n";
    for (int at = frontStart; at < text.length(); ) {
      int next = nextLine(text, at);
      if (isFence(text, at, next)) {
        return new SourceText(text, frontStart, at, next, lineEnding);
      }
      if (text.startsWith(FENCE, at)) {
        // Other readers end the front matter here, so the file would mean two things.
        throw new FormatFault(
            "front-matter", "a line of the front matter begins with '---' and goes on", at);
      }
      at = next;
    }
    throw new FormatFault("front-matter", "the front matter is not closed by a line '---'", start);
  }

  /** The YAML between the lines. */
  String front() {
    return text.substring(frontStart, frontEnd);
  }

  /** The text after the front matter, without the empty line that sets it off. */
  String instructions() {
    return text.substring(instructionsStart());
  }

  int instructionsStart() {
    if (text.startsWith("\r\n", bodyStart)) {
      return bodyStart + 2;
    }
    return text.startsWith("\n", bodyStart) ? bodyStart + 1 : bodyStart;
  }

  /** Everything up to the instructions, with exactly one empty line before them. */
  static String head(String upToBody, String lineEnding) {
    return (upToBody.endsWith("\n") ? upToBody : upToBody + lineEnding) + lineEnding;
  }

  Place placeOf(int offset) {
    return placeOf(text, offset);
  }

  static Place placeOf(String text, int offset) {
    int end = Math.clamp(offset, 0, text.length());
    int line = 1;
    int lineStart = 0;
    for (int at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
    }
    return new Place(line, text.codePointCount(lineStart, end) + 1);
  }

  /** Where the line after the one at {@code at} begins; the end of the text if there is none. */
  private static int nextLine(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  /** Is the line just {@code ---}, blanks at its end allowed? */
  private static boolean isFence(String text, int start, int end) {
    return text.startsWith(FENCE, start)
        && text.substring(start + FENCE.length(), end)
            .chars()
            .allMatch(c -> c == ' ' || c == '\t' || c == '\r' || c == '\n');
  }
}
