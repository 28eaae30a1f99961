package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.integer;
import static dev.holdfast.server.catalog.Schemas.list;
import static dev.holdfast.server.catalog.Schemas.object;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.PersonaSource;
import dev.holdfast.personas.exchange.DataLink;
import dev.holdfast.personas.exchange.ExchangeLimits;
import dev.holdfast.personas.exchange.JsonExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools that give personas away. What they give, {@code import_persona} takes. */
final class ExportTools {

  private static final List<String> FORMATS = List.of("markdown", "json", "base64");
  private static final List<String> BUNDLE_FORMATS = List.of("json", "base64");

  /** So that what is exported can be imported as a text again. */
  private static final int MOST_BYTES = ExchangeLimits.MAX_TEXT_BYTES;

  private final Identity identity;

  ExportTools(Identity identity) {
    this.identity = identity;
  }

  List<Tool> tools() {
    return List.of(exportOne(), exportAll(), share());
  }

  private Tool exportOne() {
    return new Tool(
        "export_persona",
        "Export a persona",
        "Gives one persona as text: markdown is its file, json the form that DollhouseMCP v1 reads"
            + " too, base64 the same JSON encoded. import_persona takes all three. Writes no file.",
        List.of(
            ReadingTools.PERSONA,
            Parameter.optionalChoice("format", FORMATS, "markdown if not given.")),
        output(
            field("fileName", text("The name of its file.")),
            field("revision", PersonaShape.REVISION),
            field("format", choice("The format of the content.", FORMATS)),
            field("content", text("The persona."))),
        ToolHints.READS,
        (arguments, _) ->
            exported(
                identity.store().source(arguments.text("persona"), null),
                arguments.optionalText("format").orElse("markdown")));
  }

  private ToolResult.Success exported(PersonaSource source, String format) {
    String content =
        switch (format) {
          case "json" -> json(source).toString(UTF_8);
          case "base64" -> Base64.getEncoder().encodeToString(json(source).toByteArray());
          default -> decoded(source);
        };
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("fileName", source.fileName());
    structured.put("revision", source.revision());
    structured.put("format", format);
    structured.put("content", content);
    return new ToolResult.Success(
        "Exported `" + Markdown.oneLine(source.fileName()) + "` as " + format + ":\n\n" + content,
        structured);
  }

  private BoundedOutput json(PersonaSource source) {
    BoundedOutput json = new BoundedOutput(MOST_BYTES);
    try {
      new JsonExport(Instant.now(), identity.name())
          .writeOne(source.fileName(), source.bytes(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return json;
  }

  private static String decoded(PersonaSource source) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(source.bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new ToolException(
          "INVALID_FILE",
          Values.quoted(source.fileName()) + " is not valid UTF-8, so no text is the same.",
          "Call share_persona: a link holds its very bytes. Or mend it with edit_persona.");
    }
  }

  private Tool exportAll() {
    return new Tool(
        "export_all_personas",
        "Export all personas",
        "Gives all valid personas, as of one instant, as one bundle in the form of DollhouseMCP v1;"
            + " import_persona takes it. At most "
            + (MOST_BYTES >> 20)
            + " MiB. Writes no file.",
        List.of(
            Parameter.optionalChoice("format", BUNDLE_FORMATS, "json if not given."),
            Parameter.optional(
                "includeDefaults",
                Parameter.Type.FLAG,
                "False leaves out the samples that came with the program and were not changed; true"
                    + " if not given.")),
        output(
            field("format", choice("The format of the content.", BUNDLE_FORMATS)),
            field("exported", integer("How many personas the bundle holds.")),
            field(
                "leftOut",
                list(
                    object(
                        field("fileName", text("A file that is not a valid persona.")),
                        field("reason", text("What is wrong with it."))))),
            field("content", text("The bundle."))),
        ToolHints.READS,
        this::allExported);
  }

  private ToolResult.Success allExported(Arguments arguments, CallContext call) {
    String format = arguments.optionalText("format").orElse("json");
    boolean base64 = format.equals("base64");
    int mostBytes = base64 ? MOST_BYTES / 4 * 3 : MOST_BYTES;
    BoundedOutput json = new BoundedOutput(mostBytes);
    Bundle bundle =
        new Bundle(identity.store(), call, mostBytes, arguments.flag("includeDefaults", true));
    try {
      bundle.collect();
      new JsonExport(Instant.now(), identity.name()).writeBundle(bundle, bundle.size(), json);
    } catch (IOException e) {
      throw ImportTools.unreadable("the personas", e);
    }
    String content =
        base64 ? Base64.getEncoder().encodeToString(json.toByteArray()) : json.toString(UTF_8);
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("format", format);
    structured.put("exported", bundle.size());
    structured.put("leftOut", bundle.leftOut());
    structured.put("content", content);
    String without =
        bundle.leftOut().isEmpty()
            ? ""
            : ", without " + bundle.leftOut().size() + " that are not valid";
    return new ToolResult.Success(
        "Exported " + bundle.size() + " personas as " + format + without + ":\n\n" + content,
        structured);
  }

  private Tool share() {
    return new Tool(
        "share_persona",
        "Share a persona",
        "Makes a link that holds the persona itself, byte for byte. Whoever has it gives it to"
            + " import_persona; no service is asked, so it works offline, and cannot be taken"
            + " back.",
        List.of(
            ReadingTools.PERSONA,
            Parameter.optionalInteger(
                "expiryDays",
                1,
                3_650,
                "Taken from callers of DollhouseMCP v1, and without effect: the link holds the"
                    + " text, so it cannot expire.")),
        output(
            field("fileName", text("The name of its file.")),
            field("revision", PersonaShape.REVISION),
            field("link", text("The link, a data: URL."))),
        ToolHints.READS,
        (arguments, _) -> {
          PersonaSource source = identity.store().source(arguments.text("persona"), null);
          String link = DataLink.of(source.bytes());
          Map<String, Object> structured = new LinkedHashMap<>();
          structured.put("fileName", source.fileName());
          structured.put("revision", source.revision());
          structured.put("link", link);
          return new ToolResult.Success(
              "This link holds `"
                  + Markdown.oneLine(source.fileName())
                  + "` as it is now. It does not expire. To take it on: import_persona with the"
                  + " link as source.\n\n"
                  + link,
              structured);
        });
  }
}
