package dev.holdfast.personas.exchange;

import static java.util.Objects.requireNonNull;

import dev.holdfast.personas.ImportSource;
import dev.holdfast.personas.PersonaDocument;
import dev.holdfast.personas.PersonaException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes personas as the JSON of DollhouseMCP v1, which reads it. Where a file cannot be made from
 * its fields and instructions again, byte for byte, a field {@code source} with the whole text
 * stands beside them.
 *
 * <p>The same arguments give the same bytes. One persona is held in memory, whatever the size of a
 * bundle. The target is flushed, not closed; after a failure it holds a part. Thread-safe.
 */
public final class JsonExport {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  /** As JavaScript prints a date. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String exportedAt;
  private final String exportedBy;

  /**
   * @param exportedAt the time that the export states, to the millisecond
   * @param exportedBy who exports
   * @throws PersonaException {@code INVALID_VALUE} if that holds half of a surrogate pair
   */
  public JsonExport(Instant exportedAt, String exportedBy) {
    this.exportedAt = TIME.format(exportedAt);
    this.exportedBy = checked(requireNonNull(exportedBy));
  }

  /**
   * Why a file cannot be exported, safe to show; empty if it can.
   *
   * @param fileName the name of the file
   * @param content its bytes
   */
  public static Optional<String> faultOf(String fileName, byte[] content) {
    try {
      String _ = checked(fileName);
      PersonaDocument _ = PersonaDocument.parse(fileName, content);
      return Optional.empty();
    } catch (PersonaException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes one persona.
   *
   * @param fileName the name of its file
   * @param content its bytes
   * @throws PersonaException {@code INVALID_FILE} if the file cannot be taken apart
   * @throws IOException if the target fails
   */
  public void writeOne(String fileName, byte[] content, OutputStream target) throws IOException {
    write(target, out -> persona(fileName, content, out));
  }

  /**
   * Writes a bundle.
   *
   * @param personas in their order; read once
   * @param personaCount how many they are: it stands before them
   * @throws PersonaException {@code INVALID_FILE} if a file cannot be taken apart
   * @throws IllegalArgumentException if they are not as many
   * @throws IOException if the target or {@code personas} fails
   */
  public void writeBundle(ImportSource personas, int personaCount, OutputStream target)
      throws IOException {
    write(
        target,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("version", "1.0.0");
          out.writeStringProperty("exportedAt", exportedAt);
          out.writeNumberProperty("personaCount", personaCount);
          out.writeName("personas").writeStartArray();
          int[] count = {0};
          personas.read(
              (fileName, content) -> {
                count[0]++;
                persona(fileName, content, out);
              });
          if (count[0] != personaCount) {
            throw new IllegalArgumentException(
                "personaCount is %d, but there are %d".formatted(personaCount, count[0]));
          }
          out.writeEndArray().writeEndObject();
        });
  }

  private void persona(String fileName, byte[] content, JsonGenerator out) {
    PersonaDocument document = PersonaDocument.parse(fileName, content);
    out.writeStartObject();
    out.writeName("metadata");
    value(document.metadata(), out);
    out.writeStringProperty("content", document.instructions());
    out.writeStringProperty("filename", checked(fileName));
    out.writeStringProperty("exportedAt", exportedAt);
    out.writeStringProperty("exportedBy", exportedBy);
    if (!isMadeOfItsParts(document, content)) {
      out.writeStringProperty("source", document.text());
    }
    out.writeEndObject();
  }

  /** Would a reader that knows the fields and instructions only write the same file? */
  private static boolean isMadeOfItsParts(PersonaDocument document, byte[] content) {
    try {
      byte[] made = PersonaDocument.of(document.metadata(), document.instructions()).bytes();
      return Arrays.equals(made, content);
    } catch (PersonaException _) { // a file that we would not write
      return false;
    }
  }

  private static void value(@Nullable Object value, JsonGenerator out) {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean flag -> out.writeBoolean(flag);
      case Long number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      case List<?> items -> {
        out.writeStartArray();
        items.forEach(item -> value(item, out));
        out.writeEndArray();
      }
      case Map<?, ?> fields -> {
        out.writeStartObject();
        fields.forEach((name, inner) -> value(inner, out.writeName((String) name)));
        out.writeEndObject();
      }
      default -> throw new IllegalStateException("no plain value: " + value.getClass());
    }
  }

  private static String checked(String text) {
    if (Refusal.loneSurrogate(text) >= 0) {
      throw Refusal.of(
          "\"%s\" holds half of a surrogate pair".formatted(Refusal.shown(text)),
          "Give it as valid Unicode.");
    }
    return text;
  }

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private static void write(OutputStream target, Body body) throws IOException {
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
      body.write(out);
      out.flush();
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }
}
