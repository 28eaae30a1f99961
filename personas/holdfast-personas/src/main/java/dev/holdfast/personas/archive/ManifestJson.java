package dev.holdfast.personas.archive;

import dev.holdfast.personas.archive.Manifest.Item;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The manifest as JSON. Members that are not known are passed over: later versions may add some.
 */
final class ManifestJson {

  private static final String FORMAT = "holdfast-backup";
  private static final int VERSION = 1;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 4_096;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable String format;
  private @Nullable Instant taken;
  private @Nullable BackupKind kind;
  private @Nullable String user;
  private @Nullable String client;
  private int version = -1;
  private int count = -1;
  private @Nullable List<Item> files;
  private List<LeftOut> leftOut = List.of();

  private ManifestJson(JsonParser parser) {
    this.parser = parser;
  }

  /** Writes {@code manifest}; one file at a time, the stream stays open. */
  static void write(Manifest manifest, OutputStream out) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      Origin origin = manifest.origin();
      json.writeStartObject();
      json.writeStringProperty("format", FORMAT);
      json.writeNumberProperty("version", VERSION);
      json.writeStringProperty("taken", origin.taken().toString());
      json.writeStringProperty("kind", origin.kind().word());
      json.writeStringProperty("user", origin.user());
      json.writeStringProperty("client", origin.client());
      json.writeNumberProperty("count", manifest.files().size());
      json.writeName("files");
      json.writeStartArray();
      for (Item item : manifest.files()) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringProperty("name", item.name());
        json.writeNumberProperty("bytes", item.bytes());
        json.writeStringProperty("sha256", item.sha256());
        json.writeEndObject();
      }
      json.writeEndArray();
      if (!manifest.leftOut().isEmpty()) {
        write(manifest.leftOut(), json);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(List<LeftOut> leftOut, JsonGenerator json) {
    json.writeName("leftOut");
    json.writeStartArray();
    for (LeftOut one : leftOut) {
      json.writeRaw('\n');
      json.writeStartObject();
      json.writeStringProperty("name", EntryNames.encodable(one.name()));
      json.writeStringProperty("reason", one.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static Manifest read(byte[] bytes) throws ArchiveFault {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      return new ManifestJson(parser).manifest();
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw fault(
          at == null
              ? "this is no JSON as it should be: it is nested too deeply, or something is too long"
              : "this is no JSON as it should be, at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    }
  }

  private Manifest manifest() throws ArchiveFault {
    expect(parser.nextToken() == JsonToken.START_OBJECT, "it is an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "format" -> format = string("format");
        case "version" -> version = number("version");
        case "taken" -> taken = instant(string("taken"));
        case "kind" -> kind = BackupKind.of(string("kind")).orElse(null);
        case "user" -> user = words("user");
        case "client" -> client = words("client");
        case "count" -> count = number("count");
        case "files" -> files = files();
        case "leftOut" -> leftOut = leftOut();
        default -> parser.skipChildren();
      }
    }
    expect(parser.nextToken() == null, "nothing follows the object");
    return checked();
  }

  private Manifest checked() throws ArchiveFault {
    expect(FORMAT.equals(format), "'format' is '%s'".formatted(FORMAT));
    if (version > VERSION) {
      throw fault(
          "it has version %d of the format, which a later Holdfast made".formatted(version));
    }
    expect(version == VERSION, "'version' is %d".formatted(VERSION));
    if (taken == null || kind == null || user == null || client == null || files == null) {
      throw fault("one of 'taken', 'kind', 'user', 'client', 'files' is missing or not known");
    }
    expect(count == files.size(), "'count' is the number of files");
    return new Manifest(new Origin(taken, kind, user, client), files, leftOut);
  }

  private List<Item> files() throws ArchiveFault {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "'files' is a list");
    List<Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(items.size() < ArchiveLimits.MAX_ENTRIES, "there are not too many files");
      items.add(item());
    }
    return items;
  }

  private Item item() throws ArchiveFault {
    expect(parser.currentToken() == JsonToken.START_OBJECT, "each file is an object");
    String name = "";
    int bytes = -1;
    String sha256 = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "name" -> name = string("name");
        case "bytes" -> bytes = number("bytes");
        case "sha256" -> sha256 = string("sha256");
        default -> parser.skipChildren();
      }
    }
    expect(SHA_256.matcher(sha256).matches(), "'sha256' has 64 digits");
    expect(bytes >= 0, "'bytes' is a length");
    return new Item(name, bytes, sha256);
  }

  private List<LeftOut> leftOut() throws ArchiveFault {
    expect(parser.currentToken() == JsonToken.START_ARRAY, "'leftOut' is a list");
    List<LeftOut> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(all.size() < ArchiveLimits.MAX_ENTRIES, "not too many files are left out");
      expect(parser.currentToken() == JsonToken.START_OBJECT, "each file is an object");
      String name = "";
      String reason = "";
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String member = parser.currentName();
        parser.nextToken();
        switch (member) {
          case "name" -> name = string("name");
          case "reason" -> reason = Printable.all(string("reason"));
          default -> parser.skipChildren();
        }
      }
      all.add(new LeftOut(name, reason));
    }
    return all;
  }

  private String string(String member) throws ArchiveFault {
    expect(parser.currentToken() == JsonToken.VALUE_STRING, "'%s' is text".formatted(member));
    return parser.getString();
  }

  private String words(String member) throws ArchiveFault {
    String words = string(member);
    expect(words.length() <= Origin.MAX_WORDS, "'%s' is short".formatted(member));
    return words;
  }

  private int number(String member) throws ArchiveFault {
    expect(
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT,
        "'%s' is a whole number".formatted(member));
    return parser.getIntValue();
  }

  private static Instant instant(String text) throws ArchiveFault {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw fault("'taken' is no instant of ISO 8601");
    }
  }

  private static void expect(boolean holds, String rule) throws ArchiveFault {
    if (!holds) {
      throw fault("this does not hold: " + rule);
    }
  }

  private static ArchiveFault fault(String problem) {
    return new ArchiveFault(EntryNames.MANIFEST, problem);
  }
}
