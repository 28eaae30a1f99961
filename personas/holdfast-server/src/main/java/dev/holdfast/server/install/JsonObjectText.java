package dev.holdfast.server.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where one JSON object and its members stand in a text. Offsets count characters of the text.
 *
 * @param start of the opening brace
 * @param end behind the closing brace
 */
record JsonObjectText(int start, int end, List<Member> members) {

  /**
   * One name and its value.
   *
   * @param start of the name
   * @param end behind the value
   */
  record Member(String name, int start, int valueStart, int end) {}

  /**
   * Reads the object that stands from {@code start} to {@code end}, and nothing but white space and
   * comments around it.
   *
   * @param what stands there, for messages
   * @throws ConfigException if something else stands there
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  static JsonObjectText read(JsonMapper mapper, String text, int start, int end, String what) {
    try (JsonParser parser = mapper.createParser(text.substring(start, end))) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new ConfigException(what + " is not an object", "repair it, or name another --file");
      }
      int open = start + tokenStart(parser);
      List<Member> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        int nameStart = start + tokenStart(parser);
        parser.nextToken();
        int valueStart = start + tokenStart(parser);
        parser.skipChildren();
        parser.finishToken();
        members.add(new Member(name, nameStart, valueStart, start + position(parser)));
      }
      int close = start + position(parser);
      @Nullable JsonToken more = parser.nextToken();
      if (more != null) {
        throw new ConfigException(
            "something follows behind the end of " + what, "repair it, or name another --file");
      }
      return new JsonObjectText(open, close, List.copyOf(members));
    }
  }

  /**
   * The member of this name.
   *
   * @throws ConfigException if there are several: clients disagree on which one counts
   */
  Optional<Member> member(String name) {
    List<Member> found = members.stream().filter(member -> member.name().equals(name)).toList();
    if (found.size() > 1) {
      throw new ConfigException(
          "'%s' is there %d times".formatted(name, found.size()), "remove all but one of them");
    }
    return found.stream().findFirst();
  }

  private static int tokenStart(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
  }

  private static int position(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }
}
