package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonaFileTest {

  private static final String DAMAGE = "\n\t :-'\"[]{}#&*!|>%@?,\\~\u0000x\u00ff";

  private static PersonaFile parse(String text) {
    return PersonaFile.parse("some-file.md", text.getBytes(UTF_8));
  }

  private static Persona valid(String text) {
    PersonaFile file = parse(text);
    assertThat(file.errors()).isEmpty();
    return file.persona();
  }

  private static Finding error(String text) {
    List<Finding> errors = parse(text).errors();
    assertThat(errors).hasSize(1);
    assertThat(parse(text).entry()).isInstanceOf(InvalidPersona.class);
    return errors.getFirst();
  }

  @Test
  void parse_ofAFullFile_readsEveryField() {
    Persona persona =
        valid(
            """
            ---
            name: Harbour Pilot
            description: >-
              Brings ships
              in.
            unique_id: harbour-pilot_20250701-101500_ann
            author: 'Ann ''O'' Nym'
            triggers:
              - tide
              - "berth"
            version: 1.10
            category: professional
            age_rating: 13+
            content_flags: [user-created, 7]
            ai_generated: "True"
            generation_method: ChatGPT
            price: $4.50
            revenue_split: 80/20
            license: CC-BY-SA-4.0
            created_date: 2025-07-01
            mood: calm # nobody knows this field
            ---

            Pilot the ship.
            """);
    assertThat(persona.fileName()).isEqualTo("some-file.md");
    assertThat(persona.slug()).isEqualTo("some-file");
    assertThat(persona.name()).isEqualTo("Harbour Pilot");
    assertThat(persona.description()).isEqualTo("Brings ships in.");
    assertThat(persona.uniqueId()).isEqualTo("harbour-pilot_20250701-101500_ann");
    assertThat(persona.author()).isEqualTo("Ann 'O' Nym");
    assertThat(persona.triggers()).containsExactly("tide", "berth");
    assertThat(persona.version()).isEqualTo("1.10");
    assertThat(persona.category()).isEqualTo("professional");
    assertThat(persona.ageRating()).isEqualTo("13+");
    assertThat(persona.contentFlags()).containsExactly("user-created", "7");
    assertThat(persona.aiGenerated()).isTrue();
    assertThat(persona.generationMethod()).isEqualTo("ChatGPT");
    assertThat(persona.price()).isEqualTo("$4.50");
    assertThat(persona.revenueSplit()).isEqualTo("80/20");
    assertThat(persona.license()).isEqualTo("CC-BY-SA-4.0");
    assertThat(persona.createdDate()).isEqualTo("2025-07-01");
    assertThat(persona.instructions()).isEqualTo("Pilot the ship.\n");
    assertThat(persona.findings()).isEmpty();
  }

  @Test
  void parse_ofTheLeastFile_fillsInWhatIsMissing() {
    Persona persona = valid("---\ndescription: d\nauthor:\ntriggers: ~\n---\nGo.");
    assertThat(persona.name()).isEqualTo("some-file");
    assertThat(persona.version()).isEqualTo("1.0");
    assertThat(persona.author()).isEmpty();
    assertThat(persona.triggers()).isEmpty();
    assertThat(persona.aiGenerated()).isFalse();
    assertThat(persona.instructions()).isEqualTo("Go.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void parse_ofInstructions_takesOffOneEmptyLineAtMost(String eol) {
    String head = "\ufeff---" + eol + "description: d" + eol + "---" + eol;
    assertThat(valid(head + eol + "x" + eol).instructions()).isEqualTo("x" + eol);
    assertThat(valid(head + eol + eol + " x").instructions()).isEqualTo(eol + " x");
    assertThat(valid(head + "x").instructions()).isEqualTo("x");
    assertThat(valid(head + eol + "---" + eol).instructions()).isEqualTo("---" + eol);
  }

  @Test
  void parse_ofBlanksBehindTheFences_isAllowed() {
    assertThat(valid("--- \t\ndescription: d\n---  \nx").instructions()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# No front matter\n",
        "\n---\ndescription: d\n---\n",
        "----\na: b\n---\n",
        "---yaml\na: b\n---\n"
      })
  void parse_withoutFrontMatter_saysSo(String text) {
    Finding error = error(text);
    assertThat(error.rule()).isEqualTo("front-matter");
    assertThat(error.message()).contains("does not begin with front matter");
  }

  @Test
  void parse_ofAnUnclosedOrDoubtfulFence_saysWhere() {
    assertThat(error("---\ndescription: d\n").message()).contains("not closed");
    Finding doubtful = error("---\ndescription: d\n---- x\nmore: e\n---\n");
    assertThat(doubtful.message()).contains("begins with '---' and goes on");
    assertThat(doubtful.line()).isEqualTo(3);
  }

  @Test
  void parse_ofBytesThatAreNotUtf8_saysWhere() {
    byte[] latin = "---\nname: a\ndescription: Café\n---\n".getBytes(ISO_8859_1);
    PersonaFile file = PersonaFile.parse("x.md", latin);
    assertThat(file.errors())
        .singleElement()
        .isEqualTo(
            new Finding(
                Severity.ERROR,
                "encoding",
                "the file is not UTF-8: the byte 0xE9 may not stand here",
                3,
                17));
    byte[] cut = Arrays.copyOf("---\nname: é".getBytes(UTF_8), 11);
    assertThat(PersonaFile.parse("x.md", cut).errors())
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo("encoding");
  }

  @Test
  void parse_ofABrokenRule_saysWhichAndWhere() {
    PersonaFile file =
        parse(
            "---\nname: a\nversion: one\ntriggers: {a: b}\nauthor: !!str x\nprice: [1]\n---\n\nx\u0000");
    assertThat(file.findings())
        .extracting(f -> f.severity() + " " + f.rule() + " " + f.line() + ":" + f.column())
        .containsExactly(
            "ERROR version.form 3:10",
            "ERROR triggers.kind 4:11",
            "ERROR author.kind 5:9",
            "ERROR price.kind 6:8",
            "ERROR description.required 2:1",
            "WARNING content.control-character 9:2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: d\nname: a: b",
        "description: \"open",
        "\tdescription: d",
        "- description",
        "just text",
        "description: d\n&a name: *a",
        "description: *nothing",
        "description: d\ndescription: e",
        "description: d\n\"description\": e",
        "description: d\nx: {y: 1, y: 2}",
        "%YAML 9.9",
        "description: d\n...\nname: x",
        "description: d\u0007",
        "description: \"\\ud800\"",
      })
  void parse_ofBadYaml_isInvalidWithAPlace(String yaml) {
    Finding error = error("---\n" + yaml + "\n---\n\nx\n");
    assertThat(error.line()).isGreaterThanOrEqualTo(2);
    assertThat(error.column()).isPositive();
    assertThat(error.message()).doesNotContain("\n").doesNotContain("snakeyaml").isNotBlank();
  }

  @Test
  void parse_ofUnknownFields_toleratesAnyShape() {
    Persona persona =
        valid(
            """
            ---
            description: d
            tree: {a: [1, {b: c}], ? [x, y] : z}
            ? [complex, key]
            : value
            tagged: !!js/function "function () { process.exit() }"
            anchored: &here [1, 2]
            block: |
              one
              two
            "quoted key": yes
            ---

            x
            """);
    assertThat(persona.findings()).isEmpty();
  }

  @Test
  void parse_ofHostileYaml_isRefusedQuickly() {
    String laughs =
        "description: d\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c, *c, *c]";
    long start = System.nanoTime();
    assertThat(error("---\n" + laughs + "\n---\n").rule()).isEqualTo("yaml.alias");
    for (String opener : List.of("[", "{", "- ", "? ", "[{", "{[")) {
      String deep = "description: d\nx: " + opener.repeat(60_000 / opener.length());
      assertThat(error("---\n" + deep + "\n---\n").rule()).as(opener).startsWith("yaml");
    }
    StringBuilder stairs = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      stairs.append(" ".repeat(i)).append("a:\n");
    }
    assertThat(error("---\n" + stairs + "---\n").rule()).isEqualTo("yaml.depth");
    // Generous: unbounded, each of these takes seconds, minutes or all memory.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void parse_atTheSizeLimits_passesAndOneByteMoreDoesNot() {
    String head = "---\ndescription: d\nx: ";
    String front = head + "y".repeat(PersonaRules.MAX_FRONT_MATTER_BYTES - head.length() + 4 - 1);
    assertThat(valid(front + "\n---\n\nz").description()).isEqualTo("d");
    assertThat(error(front + "y\n---\n\nz").rule()).isEqualTo("front-matter.size");

    String start = persona("a");
    String whole = start + "é".repeat((PersonaRules.MAX_FILE_BYTES - start.length()) / 2);
    whole += "x".repeat(PersonaRules.MAX_FILE_BYTES - whole.getBytes(UTF_8).length);
    assertThat(valid(whole).name()).isEqualTo("a");
    assertThat(error(whole + "x").rule()).isEqualTo("file.size");
    assertThat(PersonaFile.parse("x.md", new byte[10 << 20]).errors())
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("the file is larger than the limit of 524288 bytes");
  }

  @Test
  void parse_ofDamagedFiles_neverFails() {
    Random random = Seeds.random("PersonaFileTest.parse_ofDamagedFiles_neverFails");
    byte[] sound =
        persona(
                "Lock Smith",
                "triggers: [a, 'b']",
                "version: \"1.2\"",
                "x: |",
                "  y",
                "z: &a {b: !!c d}")
            .getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = sound.clone();
      for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
        damaged[4 + random.nextInt(damaged.length - 4)] =
            (byte) DAMAGE.charAt(random.nextInt(DAMAGE.length()));
      }
      PersonaFile file = PersonaFile.parse("x.md", damaged);
      assertThat(file.entry().fileName()).isEqualTo("x.md");
      assertThat(file.errors().isEmpty()).isEqualTo(file.entry() instanceof Persona);
      assertThat(file.findings())
          .allSatisfy(f -> assertThat(f.message()).doesNotContain("Exception"));
    }
  }
}
