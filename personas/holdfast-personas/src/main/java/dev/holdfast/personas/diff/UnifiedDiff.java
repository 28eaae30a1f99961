package dev.holdfast.personas.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two texts in the unified format, as {@code diff -u} prints it and {@code patch}
 * takes it.
 *
 * <p>Lines end with LF; a CR before it is part of the line. A last line without LF is another line
 * than one with, and is followed by {@code \ No newline at end of file}. There are as few changed
 * lines as can be, unless the texts differ in so much that to find them would take long: then the
 * differing middle is replaced as a whole, which is right as well.
 */
public final class UnifiedDiff {

  /** Lines around a change that are shown. */
  public static final int CONTEXT = 3;

  private static final String NO_NEWLINE = "\n\\ No newline at end of file\n";

  private UnifiedDiff() {}

  /**
   * Compares two texts.
   *
   * @param fromName what the old text is called; control characters in it are replaced
   * @param toName what the new text is called
   * @return empty if the texts are equal; otherwise whole lines, the last one ends with LF too
   */
  public static String of(String fromName, String from, String toName, String to) {
    List<String> before = lines(from);
    List<String> after = lines(to);
    List<Edit> edits = Edit.between(before, after);
    if (edits.isEmpty()) {
      return "";
    }
    StringBuilder diff = new StringBuilder();
    diff.append("--- ").append(oneLine(fromName)).append('\n');
    diff.append("+++ ").append(oneLine(toName)).append('\n');
    int first = 0;
    for (int i = 1; i <= edits.size(); i++) {
      // Changes whose lines of context touch or overlap share a hunk.
      if (i == edits.size() || edits.get(i).from() - edits.get(i - 1).fromEnd() > 2 * CONTEXT) {
        appendHunk(diff, before, after, edits.subList(first, i));
        first = i;
      }
    }
    return diff.toString();
  }

  private static void appendHunk(
      StringBuilder diff, List<String> before, List<String> after, List<Edit> edits) {
    Edit first = edits.getFirst();
    Edit last = edits.getLast();
    int lead = Math.min(CONTEXT, first.from());
    int trail = Math.min(CONTEXT, before.size() - last.fromEnd());
    diff.append("@@ -");
    appendRange(diff, first.from() - lead, last.fromEnd() + trail);
    diff.append(" +");
    appendRange(diff, first.to() - lead, last.toEnd() + trail);
    diff.append(" @@\n");
    int next = first.from() - lead;
    for (Edit edit : edits) {
      appendLines(diff, ' ', before.subList(next, edit.from()));
      appendLines(diff, '-', before.subList(edit.from(), edit.fromEnd()));
      appendLines(diff, '+', after.subList(edit.to(), edit.toEnd()));
      next = edit.fromEnd();
    }
    appendLines(diff, ' ', before.subList(next, next + trail));
  }

  /** A range of one line is its number; an empty one starts at the line before it. */
  private static void appendRange(StringBuilder diff, int start, int end) {
    int length = end - start;
    diff.append(length == 0 ? start : start + 1);
    if (length != 1) {
      diff.append(',').append(length);
    }
  }

  private static void appendLines(StringBuilder diff, char mark, List<String> lines) {
    for (String line : lines) {
      diff.append(mark).append(line);
      if (!line.endsWith("\n")) {
        diff.append(NO_NEWLINE);
      }
    }
  }

  /** The lines, each with the LF that ends it. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private static String oneLine(String name) {
    StringBuilder line = new StringBuilder(name.length());
    name.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return line.toString();
  }
}
