package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.FrontMatter.Entry;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A persona file, read as far as it can be read: the fields that could be made out, and everything
 * that is to be said about them.
 *
 * <p>Reading never fails; a file that cannot be taken apart has no {@linkplain #layout layout}.
 */
final class PersonaFile {

  /** The parts of a file that could be taken apart. */
  record Layout(SourceText source, FrontMatter front) {}

  private static final String KIND = "file.kind";
  private static final String UNREADABLE = "file.unreadable";
  private static final String CHANGING = "file.changing";
  private static final Set<String> UNKNOWN_CONTENT = Set.of(KIND, UNREADABLE, CHANGING);

  private final String fileName;
  private final String revision;
  private final @Nullable Layout layout;
  private final Map<Field, FieldValue> fields;
  private final List<Finding> findings;

  private PersonaFile(
      String fileName,
      String revision,
      @Nullable Layout layout,
      Map<Field, FieldValue> fields,
      List<Finding> findings) {
    this.fileName = fileName;
    this.revision = revision;
    this.layout = layout;
    this.fields = fields;
    this.findings = List.copyOf(findings);
  }

  /** Something of that name which is not a file: it is not opened, nor followed, nor written. */
  static PersonaFile notAFile(String fileName, String what) {
    return broken(fileName, KIND, "this is %s; a persona is a regular file".formatted(what));
  }

  /** A file that cannot be read at all, and why. */
  static PersonaFile unreadable(String fileName, String reason) {
    return broken(fileName, UNREADABLE, "the file cannot be read: " + reason);
  }

  /** A file that another program does not stop to write. */
  static PersonaFile changing(String fileName) {
    return broken(
        fileName, CHANGING, "another program is writing this file; look again in a moment");
  }

  /** Is another program writing it, so that nobody knows yet what it will be? */
  static boolean isChanging(PersonaEntry entry) {
    return entry.findings().stream().anyMatch(f -> f.rule().equals(CHANGING));
  }

  /** A file that is larger than a persona may be. */
  static PersonaFile tooLarge(String fileName) {
    return broken(
        fileName,
        "file.size",
        "the file is larger than the limit of %d bytes".formatted(PersonaRules.MAX_FILE_BYTES));
  }

  private static PersonaFile broken(String fileName, String rule, String reason) {
    return new PersonaFile(
        fileName, "", null, Map.of(), List.of(Finding.ofFile(Severity.ERROR, rule, reason)));
  }

  /** Reads the content of a file. */
  static PersonaFile parse(String fileName, byte[] content) {
    if (content.length > PersonaRules.MAX_FILE_BYTES) {
      return tooLarge(fileName);
    }
    String revision = FileVersion.of(content).toString();
    CharBuffer text = CharBuffer.allocate(content.length);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CoderResult result =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    String decoded = text.flip().toString();
    if (result.isError()) {
      return faulty(
          fileName,
          revision,
          decoded,
          new FormatFault(
              "encoding",
              "the file is not UTF-8: the byte 0x%02X may not stand here"
                  .formatted(content[bytes.position()]),
              decoded.length()));
    }
    return parse(fileName, revision, decoded);
  }

  /** Reads the text of a file. */
  static PersonaFile parse(String fileName, String text) {
    return parse(fileName, FileVersion.of(text.getBytes(UTF_8)).toString(), text);
  }

  private static PersonaFile parse(String fileName, String revision, String text) {
    try {
      SourceText source = SourceText.split(text);
      int size = source.front().getBytes(UTF_8).length;
      if (size > PersonaRules.MAX_FRONT_MATTER_BYTES) {
        throw new FormatFault(
            "front-matter.size",
            "the front matter has %d bytes; the limit is %d"
                .formatted(size, PersonaRules.MAX_FRONT_MATTER_BYTES),
            source.frontStart());
      }
      Layout layout = new Layout(source, FrontMatter.parse(source));
      FieldReader reader = new FieldReader(layout, stemOf(fileName));
      reader.readAll();
      return new PersonaFile(fileName, revision, layout, reader.fields(), reader.findings());
    } catch (FormatFault e) {
      return faulty(fileName, revision, text, e);
    }
  }

  private static PersonaFile faulty(
      String fileName, String revision, String text, FormatFault fault) {
    SourceText.Place place = SourceText.placeOf(text, fault.offset());
    Finding finding =
        new Finding(Severity.ERROR, fault.rule(), fault.message(), place.line(), place.column());
    return new PersonaFile(fileName, revision, null, Map.of(), List.of(finding));
  }

  String fileName() {
    return fileName;
  }

  String slug() {
    return stemOf(fileName);
  }

  /** See {@link PersonaEntry#revision}. */
  String revision() {
    return revision;
  }

  /** The parts of the file, unless it could not be taken apart. */
  Optional<Layout> layout() {
    return Optional.ofNullable(layout);
  }

  /** The entry of the front matter that sets {@code field}. */
  Optional<Entry> entryOf(Field field) {
    return layout().stream()
        .flatMap(l -> l.front().entries().stream())
        .filter(e -> e.key().equals(field.key()))
        .findFirst();
  }

  /** The fields that the file has, in a form that can be read; also where they break a rule. */
  Map<Field, FieldValue> fields() {
    return fields;
  }

  /** The text of a field; empty if the file does not have it. */
  String text(Field field) {
    return fields.get(field) instanceof FieldValue.Text(String text) ? text : "";
  }

  private List<String> items(Field field) {
    return fields.get(field) instanceof FieldValue.Items(List<String> items) ? items : List.of();
  }

  /** The name, if the front matter can be read: otherwise nobody knows. */
  Optional<String> name() {
    return layout().map(l -> fields.containsKey(Field.NAME) ? text(Field.NAME) : slug());
  }

  String version() {
    return fields.containsKey(Field.VERSION) ? text(Field.VERSION) : PersonaRules.FIRST_VERSION;
  }

  List<Finding> findings() {
    return findings;
  }

  /** May its whole text be replaced? Not if it is no file, nor if nobody knows what it holds. */
  boolean isReplaceable() {
    return findings.stream().noneMatch(f -> UNKNOWN_CONTENT.contains(f.rule()));
  }

  List<Finding> errors() {
    return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
  }

  /** What the store shows of the file. */
  PersonaEntry entry() {
    return errors().isEmpty()
        ? persona()
        : new InvalidPersona(fileName, slug(), revision, findings);
  }

  /** What could be read, also if it breaks rules. */
  Persona persona() {
    return new Persona(
        fileName,
        slug(),
        revision,
        name().orElse(slug()),
        text(Field.DESCRIPTION),
        text(Field.UNIQUE_ID),
        text(Field.AUTHOR),
        text(Field.CATEGORY),
        items(Field.TRIGGERS),
        items(Field.CONTENT_FLAGS),
        version(),
        text(Field.AGE_RATING),
        text(Field.GENERATION_METHOD),
        text(Field.AI_GENERATED).equals("true"),
        text(Field.PRICE),
        text(Field.REVENUE_SPLIT),
        text(Field.LICENSE),
        text(Field.CREATED_DATE),
        text(Field.INSTRUCTIONS),
        findings);
  }

  /** Is {@code fileName} that of a persona: {@code *.md}, not hidden? */
  static boolean isPersonaName(String fileName) {
    return !fileName.startsWith(".") && fileName.toLowerCase(Locale.ROOT).endsWith(".md");
  }

  static String stemOf(String fileName) {
    return isPersonaName(fileName) ? fileName.substring(0, fileName.length() - 3) : fileName;
  }
}
