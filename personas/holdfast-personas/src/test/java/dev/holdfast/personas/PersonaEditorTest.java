package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.personas.PersonaException.Code;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonaEditorTest {

  private static PersonaFile parse(String text) {
    return PersonaFile.parse("x.md", text.getBytes(UTF_8));
  }

  /** The text after an edit; the arguments are fields and values in turn. */
  private static String edit(String text, String... changes) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < changes.length; i += 2) {
      map.put(changes[i], changes[i + 1]);
    }
    return new String(Drafts.of(parse(text), EditRequest.of(map)).bytes(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"'', '\n'", "'', '\r\n'", "'\ufeff', '\n'", "'\ufeff', '\r\n'"})
  void edit_ofAFileMadeByHand_changesTheValueAndTheVersionOnly(String bom, String eol) {
    String text =
        bom
            + """
            ---
            # the first of all
            zoo: [1, 2,   3]      # unknown, before

            description:    Talks 😀 about ships   # why not
            mood: |
              calm

              as ever

            version:  1.9   # raised by hand
            triggers:
            - a   # first
            # between
            - 'b'
            # after
            name: 'Harbour 🚢 Pilot'
            last: {x: y}
            # the end
            ---

            # Body

            ---
            version: 7.7
            """
                .replace("\n", eol);
    String expected = text.replace("1.9 ", "\"1.10\" ");
    assertThat(edit(text, "description", "New \"one\""))
        .isEqualTo(expected.replace("Talks 😀 about ships", "\"New \\\"one\\\"\""));
    assertThat(edit(text, "name", "Ship"))
        .isEqualTo(expected.replace("'Harbour 🚢 Pilot'", "\"Ship\""));
    String list = "- a   # first" + eol + "# between" + eol + "- 'b'";
    assertThat(edit(text, "triggers", "c, d")).isEqualTo(expected.replace(list, " [\"c\", \"d\"]"));
    assertThat(edit(text, "version", "3.0")).isEqualTo(text.replace("1.9 ", "\"3.0\" "));
    assertThat(edit(text, "author", "Ann"))
        .isEqualTo(
            expected.replace("# the end" + eol, "# the end" + eol + "author: \"Ann\"" + eol));
    String body = text.substring(text.indexOf("# Body"));
    assertThat(edit(text, "instructions", "  New\n")).isEqualTo(expected.replace(body, "  New\n"));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        arguments("plain", "\"N\""),
        arguments("'single \"q\"'", "\"N\""),
        arguments("\"double \\\" q\"", "\"N\""),
        arguments("\"over\n   lines\"", "\"N\""),
        arguments("plain over\n  lines", "\"N\""),
        arguments("|\n  block\n\n  scalar", "\"N\""),
        arguments("|+\n  block\n", "\"N\"\n"),
        arguments(">-  # note\n  folded", "\"N\""),
        arguments("|\n  wide\u3000", "\"N\""),
        arguments(">-\n  line\u2028", "\"N\""),
        arguments("\n  on the next line", "\n  \"N\""),
        arguments("&anchor plain", "\"N\""),
        arguments("!!str tagged", "\"N\""),
        arguments("!!seq [a]", "\"N\""),
        arguments("{a: 1,\n  b: [2, 3]}", "\"N\""),
        arguments("\n  - a\n  - b:\n      c", "\n  \"N\""),
        arguments("\n- a\n-\n  - b", "\n \"N\""),
        arguments("\n  a:\n    b: c", "\n  \"N\""));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void edit_ofEveryShapeOfValue_replacesItWhole(String value, String replaced) {
    String around =
        "---\ndescription: d\nversion: 1.0\nname: %s\n\n# comment\nafter: x\n---\n\nBody\n";
    String text = around.formatted(value);
    String edited = edit(text, "name", "N", "version", "2.0");
    assertThat(edited)
        .isEqualTo(around.formatted(replaced).replace("version: 1.0", "version: \"2.0\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name:", "name: ", "name: # none", "name: ~", "\"name\": null"})
  void edit_ofAnEmptyValue_fillsIt(String line) {
    String text = "---\ndescription: d\n" + line + "\nversion: \"1.0\"\n---\n\nBody\n";
    String edited = edit(text, "name", "N");
    assertThat(parse(edited).name()).contains("N");
    assertThat(edited).endsWith("\nversion: \"1.1\"\n---\n\nBody\n");
    assertThat(edited.contains("# none")).isEqualTo(line.contains("# none"));
  }

  @Test
  void edit_afterALineThatBeginsStrangely_addsWhereTheParserSeesTheColumn() {
    String edited = edit("---\n\u0085description: d\n---\nB", "author", "A");
    assertThat(parse(edited).text(Field.AUTHOR)).isEqualTo("A");
  }

  @Test
  void edit_ofAFileWithoutVersion_countsFromOneZero() {
    assertThat(edit("---\ndescription: d\n---\nB", "author", "A"))
        .isEqualTo("---\ndescription: d\nauthor: \"A\"\nversion: \"1.1\"\n---\nB");
  }

  @Test
  void edit_ofIndentedFrontMatter_addsWithTheSameIndentation() {
    assertThat(edit("---\n  description: d\n---\nB", "author", "A"))
        .isEqualTo("---\n  description: d\n  author: \"A\"\n  version: \"1.1\"\n---\nB");
  }

  @Test
  void edit_ofKeysInTheLongForm_works() {
    assertThat(edit("---\n? odd\n: x\n? description\n: d\n---\nB", "author", "A"))
        .isEqualTo("---\n? odd\n: x\n? description\n: d\nauthor: \"A\"\nversion: \"1.1\"\n---\nB");
  }

  @Test
  void edit_thatWouldNotSayWhatWasAsked_isRefused() {
    String text = "---\n{description: d, version: '1.0', name}\n---\nB";
    assertThat(refused(Code.INVALID_FILE, () -> edit(text, "name", "N")))
        .hasMessageContaining("would not come back");
  }

  @Test
  void edit_ofBracedFrontMatter_setsWhatIsThereAndRefusesWhatIsNot() {
    String text = "---\n{description: d, version: 1.0}\n---\nB";
    assertThat(edit(text, "description", "e"))
        .isEqualTo("---\n{description: \"e\", version: \"1.1\"}\n---\nB");
    refused(Code.INVALID_FILE, () -> edit(text, "author", "A"));
    refused(Code.INVALID_FILE, () -> edit("---\ndescription: d\n...\n---\nB", "author", "A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void edit_ofInstructions_setsThemOffByOneEmptyLine(String eol) {
    String head = "---" + eol + "description: d" + eol + "version: '1.0'" + eol + "---";
    String edited = head.replace("'1.0'", "\"1.1\"") + eol + eol;
    for (String body : List.of("", eol, eol + "x", eol + eol + eol + "x")) {
      assertThat(edit(head + body, "instructions", "new")).isEqualTo(edited + "new");
      assertThat(edit(head + body, "instructions", "\n\nnew\r\n"))
          .isEqualTo(edited + "\n\nnew\r\n");
      assertThat(edit(head + body, "instructions", "\r\nnew")).isEqualTo(edited + "\r\nnew");
    }
  }

  @Test
  void edit_ofSeveralFields_raisesTheVersionOnce() {
    String edited =
        edit(
            "---\ndescription: d\nversion: 1.0\n---\nB",
            "description",
            "e",
            "author",
            "A",
            "price",
            "$1.00");
    assertThat(edited)
        .isEqualTo(
            "---\ndescription: \"e\"\nversion: \"1.1\"\nauthor: \"A\"\nprice: \"$1.00\"\n---\nB");
  }

  @Test
  void edit_ofAFileWithErrors_mustMendOneAndAddNone() {
    String text = "---\nname: a\nversion: one\nage_rating: 7\n---\n\nB\n";
    assertThat(parse(text).errors()).hasSize(3);
    assertThat(parse(edit(text, "description", "d")).errors())
        .extracting(Finding::rule)
        .containsExactly("version.form", "age_rating.form");
    assertThat(
            parse(edit(text, "description", "d", "version", "1.0", "age_rating", "all")).errors())
        .isEmpty();
    PersonaException refusal = refused(Code.INVALID_FILE, () -> edit(text, "author", "A"));
    assertThat(refusal).hasMessageContaining("description is missing");
  }

  @Test
  void edit_ofAFileThatCannotBeTakenApart_pointsToSource() {
    PersonaException refusal =
        refused(Code.INVALID_FILE, () -> edit("# no front matter", "name", "a"));
    assertThat(refusal).hasMessageContaining("does not begin with front matter");
    assertThat(refusal.hint()).contains("source");
  }

  @Test
  void edit_toTooLarge_isRefusedWithTheLimit() {
    String text = "---\ndescription: d\nversion: \"1.0\"\n---\n\n";
    int room = PersonaRules.MAX_FILE_BYTES - text.length();
    assertThat(edit(text, "instructions", "x".repeat(room)).length())
        .isEqualTo(PersonaRules.MAX_FILE_BYTES);
    PersonaException refusal =
        refused(Code.INVALID_VALUE, () -> edit(text, "instructions", "x".repeat(room + 1)));
    assertThat(refusal).hasMessageContaining("524289").hasMessageContaining("524288");
    assertThat(
            refused(
                Code.INVALID_FILE,
                () -> edit(text, "license", "x".repeat(PersonaRules.MAX_FRONT_MATTER_BYTES))))
        .hasMessageContaining("front matter")
        .hasMessageContaining("65536");
  }

  @Test
  void edit_ofRandomFiles_changesNothingElse() {
    Random random = Seeds.random("PersonaEditorTest.edit_ofRandomFiles_changesNothingElse");
    List<String> values =
        List.of(
            "a",
            "'b c'",
            "\"d\\n\"",
            "|\n  e\n  f",
            ">-\n\n  g",
            "",
            "~",
            "[h, 'i']",
            "\n  - j\n  - k",
            "\n- l",
            "{m: n}",
            "日本 😀",
            "\n  # c\n  o",
            "p # q");
    List<String> keys =
        List.of("name", "description", "author", "triggers", "price", "x", "y", "日本");
    int edits = 0;
    for (int i = 0; i < 3_000; i++) {
      String eol = random.nextBoolean() ? "\n" : "\r\n";
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "---\n" : "\ufeff---\n");
      for (String key : keys) {
        if (random.nextInt(3) > 0) {
          text.append(key)
              .append(": ")
              .append(values.get(random.nextInt(values.size())))
              .append('\n');
        }
        if (random.nextInt(4) == 0) {
          text.append(random.nextBoolean() ? "# comment\n" : "\n");
        }
      }
      String whole = text.append("---\n\nBody\n").toString().replace("\n", eol);
      PersonaFile before = parse(whole);
      String author = RandomText.oneLine(random, 100);
      try {
        String edited = edit(whole, "author", author);
        PersonaFile after = parse(edited);
        assertThat(after.text(Field.AUTHOR)).as(whole).isEqualTo(author);
        assertThat(after.text(Field.INSTRUCTIONS)).isEqualTo(before.text(Field.INSTRUCTIONS));
        assertThat(without(edited, Field.AUTHOR, Field.VERSION))
            .isEqualTo(without(whole, Field.AUTHOR, Field.VERSION));
        edits++;
      } catch (PersonaException e) {
        assertThat(e.code()).as(whole).isEqualTo(Code.INVALID_FILE);
        assertThat(before.errors()).as("only a file with errors may refuse\n" + whole).isNotEmpty();
      }
    }
    assertThat(edits).isGreaterThan(100);
  }

  /** The text without some fields; how many line ends stand together does not count. */
  private static String without(String text, Field... fields) {
    PersonaFile file = parse(text);
    StringBuilder left = new StringBuilder(text);
    Stream.of(fields)
        .flatMap(field -> file.entryOf(field).stream())
        .sorted(Comparator.comparingInt(FrontMatter.Entry::keyStart).reversed())
        .forEach(entry -> left.delete(entry.keyStart(), entry.value().end()));
    return left.toString().replaceAll("[ ]*\\R\\s*", "\n");
  }
}
