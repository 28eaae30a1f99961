package dev.holdfast.server.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells, printed in aligned columns. */
final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  Table(String... headings) {
    row((Object[]) headings);
  }

  /** Adds a row; numbers are aligned to the right. */
  void row(Object... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(cell -> Text.line(String.valueOf(cell)))
            .collect(Collectors.toList()));
  }

  /** Prints it. */
  void print(PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int at = column;
      widths[at] = rows.stream().mapToInt(row -> width(row.get(at))).max().orElse(0);
      numbers[at] = rows.size() > 1 && rows.stream().skip(1).allMatch(row -> isNumber(row.get(at)));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - width(cell));
        line.append(column == 0 ? "" : GAP)
            .append(numbers[column] ? padding + cell : cell + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
