package dev.holdfast.server.install;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Where the statements of a TOML text stand. A statement takes whole lines: as many as the parser
 * needs to understand it.
 */
final class TomlStatements {

  /** A longer value is not looked through. */
  private static final int MOST_LINES = 1000;

  /**
   * A header of a table, or an assignment.
   *
   * @param end behind the end of its last line
   * @param path of the table, or of the assignment within its table
   */
  record Statement(int start, int end, boolean header, List<String> path) {}

  private TomlStatements() {}

  /**
   * The statements of a text that is valid as a whole.
   *
   * @throws ConfigException if their lines cannot be told
   */
  static List<Statement> of(TomlMapper mapper, String text) {
    List<Statement> statements = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      String line = text.substring(at, end).strip();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        Statement statement = statement(mapper, text, at, line.charAt(0) == '[');
        statements.add(statement);
        end = statement.end();
      }
      at = end;
    }
    return statements;
  }

  private static Statement statement(TomlMapper mapper, String text, int start, boolean header) {
    int end = start;
    for (int lines = 0; lines < MOST_LINES && end < text.length(); lines++) {
      end = lineEnd(text, end);
      @Nullable JsonNode tree = tree(mapper, text.substring(start, end));
      if (tree != null) {
        return new Statement(start, end, header, path(tree));
      }
    }
    throw Trees.notEditable();
  }

  private static @Nullable JsonNode tree(TomlMapper mapper, String statement) {
    try {
      return mapper.readTree(statement);
    } catch (JacksonException e) {
      return null; // goes on in the next line
    }
  }

  /** The names down to the first value, or down to the empty table of a header. */
  private static List<String> path(JsonNode tree) {
    List<String> path = new ArrayList<>();
    JsonNode at = tree;
    while (at.size() == 1) {
      if (at.isArray()) {
        at = at.path(0);
      } else {
        String name = at.propertyNames().iterator().next();
        path.add(name);
        at = at.path(name);
      }
    }
    return path;
  }

  private static int lineEnd(String text, int from) {
    int feed = text.indexOf('\n', from);
    return feed < 0 ? text.length() : feed + 1;
  }
}
