package dev.holdfast.server.install;

import static java.util.Objects.requireNonNull;

import dev.holdfast.server.install.TomlStatements.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * TOML, in which an entry is a table of its own ({@code [mcp_servers.name]}). One that is written
 * as an inline table or with dotted keys is left to its owner.
 */
final class TomlFormat implements ConfigFormat {

  private static final TomlMapper MAPPER = new TomlMapper();

  @Override
  public boolean has(String text, List<String> path) {
    return Trees.understood("TOML", () -> !at(MAPPER.readTree(text), path).isMissingNode());
  }

  @Override
  public String put(String text, List<String> path, EntryFields fields) {
    return Trees.understood(
        "TOML",
        () -> {
          JsonNode expected = MAPPER.readTree(text);
          Trees.put(expected, path, fields);
          if (MAPPER.readTree(text).equals(expected)) {
            return text;
          }
          List<Statement> table = table(text, path);
          String edited =
              table.isEmpty() ? append(text, path, fields) : change(text, table, fields);
          return Trees.checked(edited, expected, MAPPER::readTree);
        });
  }

  @Override
  public String remove(String text, List<String> path) {
    return Trees.understood(
        "TOML",
        () -> {
          JsonNode expected = MAPPER.readTree(text);
          if (at(expected, path).isMissingNode()) {
            return text;
          }
          Trees.remove(expected, path);
          List<String> above = path.subList(0, path.size() - 1);
          if (at(expected, above).isEmpty()) {
            Trees.remove(expected, above); // no table is left that would imply it
          }
          return Trees.checked(cut(text, path), expected, MAPPER::readTree);
        });
  }

  @Override
  public String snippet(List<String> path, Map<String, Object> fields) {
    StringBuilder lines = new StringBuilder("[" + String.join(".", path) + "]\n");
    fields.forEach((name, value) -> lines.append(assignment(name, value)).append('\n'));
    return lines.toString();
  }

  /** The header of the table and its assignments; empty if it has no header. */
  private static List<Statement> table(String text, List<String> path) {
    List<Statement> table = new ArrayList<>();
    boolean inside = false;
    for (Statement statement : TomlStatements.of(MAPPER, text)) {
      if (statement.header()) {
        inside = statement.path().equals(path);
      }
      if (inside) {
        table.add(statement);
      }
    }
    return table;
  }

  private String append(String text, List<String> path, EntryFields fields) {
    String newline = newline(text);
    StringBuilder edited = new StringBuilder(text);
    if (!text.isEmpty() && !text.endsWith("\n")) {
      edited.append(newline);
    }
    if (!text.isBlank()) {
      edited.append(newline);
    }
    return edited.append(snippet(path, fields.values()).replace("\n", newline)).toString();
  }

  private static String change(String text, List<Statement> table, EntryFields fields) {
    String newline = newline(text);
    Map<String, Object> missing = new LinkedHashMap<>(fields.values());
    StringBuilder edited = new StringBuilder();
    int copied = 0;
    for (Statement statement : table.subList(1, table.size())) {
      String name = statement.path().getFirst();
      boolean gone = fields.absent().contains(List.of(name));
      if (missing.containsKey(name) || gone) {
        edited.append(text, copied, statement.start());
        copied = statement.end();
        if (!gone) {
          String old = text.substring(statement.start(), statement.end());
          Object value = requireNonNull(missing.remove(name));
          edited.append(
              MAPPER.readTree(old).path(name).equals(MAPPER.valueToTree(value))
                  ? old
                  : assignment(name, value) + newline);
        }
      }
    }
    int end = table.getLast().end();
    edited.append(text, copied, Math.max(copied, end));
    if (!missing.isEmpty() && !edited.isEmpty() && edited.charAt(edited.length() - 1) != '\n') {
      edited.append(newline);
    }
    missing.forEach((name, value) -> edited.append(assignment(name, value)).append(newline));
    return edited.append(text, end, text.length()).toString();
  }

  private static String cut(String text, List<String> path) {
    StringBuilder edited = new StringBuilder();
    int copied = 0;
    boolean inside = false;
    for (Statement statement : TomlStatements.of(MAPPER, text)) {
      if (statement.header()) {
        inside = startsWith(statement.path(), path);
      }
      if (inside) {
        // Comments between its assignments are about it, and go with it.
        if (statement.header()) {
          edited.append(text, copied, statement.start());
        }
        copied = statement.end();
      }
    }
    if (text.substring(copied).isBlank()) {
      // It was the last: the blank lines that set it off are not needed any more.
      String before = edited.toString().stripTrailing();
      return before.isEmpty() ? "" : before + newline(text);
    }
    String newline = newline(text);
    boolean blankBefore = edited.isEmpty() || edited.toString().endsWith(newline + newline);
    if (blankBefore && text.startsWith(newline, copied)) {
      copied += newline.length();
    }
    return edited.append(text, copied, text.length()).toString();
  }

  private static boolean startsWith(List<String> path, List<String> beginning) {
    return path.size() >= beginning.size() && path.subList(0, beginning.size()).equals(beginning);
  }

  private static String assignment(String name, Object value) {
    return name + " = " + value(value);
  }

  /** A basic string of TOML may be escaped as a string of JSON is. */
  private static String value(Object value) {
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(TomlFormat::value).toList()) + "]";
    }
    return JsonMapper.shared().writeValueAsString(value);
  }

  private static JsonNode at(JsonNode tree, List<String> path) {
    JsonNode at = tree;
    for (String name : path) {
      at = at.path(name);
    }
    return at;
  }

  private static String newline(String text) {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }
}
