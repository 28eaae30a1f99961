package dev.holdfast.personas.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.FileVersion;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The file of one change: a line of JSON that says what was done, then the bytes of the persona
 * before it. See {@code docs/formats/history.md}.
 */
final class EntryFormat {

  private static final String FORMAT = "holdfast-history-1";
  private static final String FIELDS = "fields";
  private static final int MOST_HEADER_BYTES = 64 << 10;
  private static final JsonFactory JSON = new JsonFactory();

  private EntryFormat() {}

  /** What a file says. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(Change change, byte[] before) {}

  static byte[] encode(Change change, byte[] before) {
    byte[] header = header(change).getBytes(UTF_8);
    byte[] file = Arrays.copyOf(header, header.length + 1 + before.length);
    file[header.length] = '\n';
    System.arraycopy(before, 0, file, header.length + 1, before.length);
    return file;
  }

  private static String header(Change change) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("format", FORMAT);
      json.writeStringProperty("slug", change.slug());
      json.writeStringProperty("operation", change.operation().word());
      json.writeStringProperty("when", change.when().toString());
      json.writeStringProperty("user", change.who().user());
      json.writeStringProperty("client", change.who().client());
      json.writeName(FIELDS);
      json.writeStartArray();
      change.fields().forEach(json::writeString);
      json.writeEndArray();
      json.writeStringProperty("before", change.before().toString());
      json.writeStringProperty("after", change.after().toString());
      json.writeStringProperty("versionBefore", change.versionBefore());
      json.writeStringProperty("versionAfter", change.versionAfter());
      json.writeStringProperty("other", change.other());
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Reads a file; empty if it is damaged, or of a newer version. */
  static Optional<Entry> decode(byte[] file) {
    int end = 0;
    while (end < file.length && end < MOST_HEADER_BYTES && file[end] != '\n') {
      end++;
    }
    if (end == file.length || file[end] != '\n') {
      return Optional.empty();
    }
    byte[] before = Arrays.copyOfRange(file, end + 1, file.length);
    try {
      Change change = change(new String(file, 0, end, UTF_8));
      boolean whole =
          change.before().equals(FileVersion.ABSENT)
              ? before.length == 0
              : change.before().equals(FileVersion.of(before));
      return whole ? Optional.of(new Entry(change, before)) : Optional.empty();
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Change change(String header) {
    Map<String, String> texts = new HashMap<>();
    List<String> fields = new ArrayList<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
      expect(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals(FIELDS)) {
          expect(value == JsonToken.START_ARRAY);
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            fields.add(json.getString());
          }
          expect(json.currentToken() == JsonToken.END_ARRAY);
        } else if (value == JsonToken.VALUE_STRING) {
          texts.put(name, json.getString());
        } else {
          Object _ = json.skipChildren(); // of a later version
        }
      }
      expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    expect(FORMAT.equals(texts.get("format")));
    return new Change(
        text(texts, "slug"),
        Operation.valueOf(text(texts, "operation").toUpperCase(Locale.ROOT)),
        Instant.parse(text(texts, "when")),
        new Actor(text(texts, "user"), text(texts, "client")),
        fields,
        FileVersion.parse(text(texts, "before")),
        FileVersion.parse(text(texts, "after")),
        text(texts, "versionBefore"),
        text(texts, "versionAfter"),
        text(texts, "other"));
  }

  private static String text(Map<String, String> texts, String name) {
    String text = texts.get(name);
    expect(text != null);
    return String.valueOf(text);
  }

  private static void expect(boolean fulfilled) {
    if (!fulfilled) {
      throw new IllegalArgumentException("not an entry of a history");
    }
  }
}
