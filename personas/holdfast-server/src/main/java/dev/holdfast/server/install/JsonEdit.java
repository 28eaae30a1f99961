package dev.holdfast.server.install;

import dev.holdfast.server.install.JsonObjectText.Member;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One change of a JSON text, at the place of the node that it is about. */
final class JsonEdit {

  private final JsonMapper mapper;
  private final String text;
  private final JsonObjectText root;

  JsonEdit(JsonMapper mapper, String text) {
    this.mapper = mapper;
    this.text = text;
    this.root = JsonObjectText.read(mapper, text, 0, text.length(), "the configuration");
  }

  /** What stands at the path. */
  Optional<JsonNode> get(List<String> path) {
    JsonObjectText object = root;
    for (int depth = 0; ; depth++) {
      Optional<Member> found = object.member(path.get(depth));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Member member = found.get();
      if (depth == path.size() - 1) {
        return Optional.of(value(member));
      }
      if (text.charAt(member.valueStart()) != '{') {
        return Optional.empty();
      }
      object = object(member);
    }
  }

  /** The text with this value at the path; missing objects on the way are made. */
  String set(List<String> path, JsonNode value) {
    JsonObjectText object = root;
    for (int depth = 0; ; depth++) {
      Optional<Member> found = object.member(path.get(depth));
      if (found.isEmpty()) {
        return insert(object, path.get(depth), wrap(path.subList(depth + 1, path.size()), value));
      }
      Member member = found.get();
      if (depth == path.size() - 1) {
        return replace(member, value);
      }
      object = object(member);
    }
  }

  /** The text without what stands at the path. */
  String remove(List<String> path) {
    JsonObjectText object = root;
    for (int depth = 0; ; depth++) {
      Optional<Member> found = object.member(path.get(depth));
      if (found.isEmpty()) {
        return text;
      }
      if (depth == path.size() - 1) {
        return cut(object, found.get());
      }
      object = object(found.get());
    }
  }

  private JsonNode value(Member member) {
    return mapper.readTree(text.substring(member.valueStart(), member.end()));
  }

  private JsonObjectText object(Member member) {
    return JsonObjectText.read(
        mapper, text, member.valueStart(), member.end(), "'" + member.name() + "'");
  }

  private static JsonNode wrap(List<String> names, JsonNode value) {
    JsonNode wrapped = value;
    for (String name : names.reversed()) {
      ObjectNode outer = JsonMapper.shared().createObjectNode();
      outer.set(name, wrapped);
      wrapped = outer;
    }
    return wrapped;
  }

  private String replace(Member member, JsonNode value) {
    if (value(member).equals(value)) {
      return text;
    }
    String written =
        text.indexOf('\n') < 0
            ? JsonLayout.inline(value)
            : layout().lines(value, JsonLayout.lineIndentation(text, member.start()));
    return text.substring(0, member.valueStart()) + written + text.substring(member.end());
  }

  private String insert(JsonObjectText object, String name, JsonNode value) {
    return object.members().isEmpty()
        ? insertFirst(object, name, value)
        : insertLast(object, name, value);
  }

  private String insertFirst(JsonObjectText object, String name, JsonNode value) {
    int place = endOfContent(object.end() - 1);
    JsonLayout layout = layout();
    String written;
    if (layout.lines()) {
      String base = JsonLayout.lineIndentation(text, object.start());
      String own = base + layout.unit();
      written =
          layout.newline() + own + member(name, layout.lines(value, own)) + layout.newline() + base;
    } else {
      written = member(name, JsonLayout.inline(value));
    }
    return text.substring(0, place) + written + text.substring(object.end() - 1);
  }

  private String insertLast(JsonObjectText object, String name, JsonNode value) {
    Member last = object.members().getLast();
    @Nullable Integer comma = comma(last.end(), object.end() - 1);
    StringBuilder edited = new StringBuilder(text);
    if (text.substring(object.start(), object.end()).indexOf('\n') < 0) {
      String written = member(name, JsonLayout.inline(value));
      return comma == null
          ? edited.insert(last.end(), ", " + written).toString()
          : edited.insert(comma + 1, " " + written + ",").toString();
    }
    JsonLayout layout = layout();
    Member first = object.members().getFirst();
    String own = JsonLayout.indentation(text, first.start());
    if (own.isEmpty() && object.start() != root.start()) {
      own = JsonLayout.lineIndentation(text, object.start()) + layout.unit();
    }
    edited.insert(
        endOfContent(object.end() - 1),
        layout.newline()
            + own
            + member(name, layout.lines(value, own))
            + (comma == null ? "" : ","));
    // Comments may stand between: the comma belongs to the value.
    return comma == null ? edited.insert(last.end(), ",").toString() : edited.toString();
  }

  private String cut(JsonObjectText object, Member member) {
    int index = object.members().indexOf(member);
    boolean only = object.members().size() == 1;
    @Nullable Integer comma = comma(member.end(), object.end() - 1);
    int from = endOfContent(member.start());
    int to = comma == null ? member.end() : comma + 1;
    boolean sameLine = text.substring(from, member.start()).indexOf('\n') < 0;
    if (!sameLine && !restOfLine(to).isBlank()) {
      from = member.start();
    }
    if (only && from == object.start() + 1 && endOfContent(object.end() - 1) == to) {
      to = object.end() - 1; // nothing is left inside
    }
    StringBuilder edited = new StringBuilder(text).delete(from, to);
    if (comma == null && index > 0) {
      int before = object.members().get(index - 1).end();
      @Nullable Integer separator = comma(before, member.start());
      if (separator != null) {
        // Deleted last, it stands before everything else that was: offsets are still right.
        edited.deleteCharAt(separator);
      }
    }
    return edited.toString();
  }

  private JsonLayout layout() {
    return JsonLayout.of(text, root);
  }

  private static String member(String name, String value) {
    return JsonLayout.inline(JsonMapper.shared().getNodeFactory().stringNode(name)) + ": " + value;
  }

  /** Behind the last character before {@code end} that is no white space. */
  private int endOfContent(int end) {
    int at = end;
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private String restOfLine(int from) {
    int end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end);
  }

  /** Where the comma is that comes next, if only white space and comments stand before it. */
  private @Nullable Integer comma(int from, int end) {
    int at = from;
    while (at < end) {
      if (text.startsWith("//", at)) {
        int lineEnd = text.indexOf('\n', at);
        at = lineEnd < 0 ? end : lineEnd;
      } else if (text.startsWith("/*", at)) {
        at = text.indexOf("*/", at + 2) + 2; // the parser has found its end
      } else if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else {
        return text.charAt(at) == ',' ? at : null;
      }
    }
    return null;
  }
}
