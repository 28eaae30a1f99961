package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import java.math.BigDecimal;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersonaDocumentTest {

  private static final List<String> KEYS = Arrays.stream(Field.values()).map(Field::key).toList();

  private static PersonaDocument parse(String text) {
    return PersonaDocument.parse("x.md", text.getBytes(UTF_8));
  }

  @Test
  void parse_allFormsOfFields_givesTextsListsFlagsAndPlainValues() {
    String text =
        """
        \uFEFF---
        # a comment
        version: 1.10
        name: 'Single''s'
        description: >-
          folded
          text
        created_date: 2026-03-04
        triggers: one, two
        content_flags:
          - a
          - 3
          -
        ai_generated: "True"
        price: ~
        x-rating: 4.50
        x-date: 2026-03-04
        x-nested: {deep: [1, {a: null}], "on": yes}
        ---

        Body
        """
            .replace("\n", "\r\n");

    PersonaDocument document = parse(text);

    assertThat(document.metadata())
        .containsExactly(
            Map.entry("version", "1.10"),
            Map.entry("name", "Single's"),
            Map.entry("description", "folded text"),
            Map.entry("created_date", "2026-03-04"),
            Map.entry("triggers", List.of("one", "two")),
            Map.entry("content_flags", List.of("a", "3", "")),
            Map.entry("ai_generated", true),
            new SimpleEntry<>("price", null),
            Map.entry("x-rating", new BigDecimal("4.50")),
            Map.entry("x-date", "2026-03-04"),
            Map.entry(
                "x-nested",
                Map.of("deep", List.of(1L, Collections.singletonMap("a", null)), "on", "yes")));
    assertThat(document.instructions()).isEqualTo("Body\r\n");
    assertThat(document.text()).isEqualTo(text);
    PersonaDocument again = PersonaDocument.of(document.metadata(), document.instructions());
    assertThat(parse(again.text()).metadata()).isEqualTo(document.metadata());
  }

  @Test
  void parse_fileThatCannotBeTakenApart_saysWhere() {
    PersonaException refusal = Refusals.refused(Code.INVALID_FILE, () -> parse("---\na: [\n---\n"));
    assertThat(refusal).hasMessageContaining("x.md").hasMessageContaining("line");
  }

  @Test
  void parse_number_isWhatItPrints() {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("11e999", "11e999");
    wanted.put("007", "007");
    wanted.put("1e5", new BigDecimal("1E+5"));
    wanted.put("-0.50", new BigDecimal("-0.50"));
    wanted.put(".5", ".5");
    wanted.put("0x1F", "0x1F");
    wanted.put("12E0", 12L);
    wanted.put("-0", 0L);
    wanted.put("1234567890123456789012", new BigDecimal("1234567890123456789012"));
    wanted.forEach(
        (text, value) -> {
          Map<String, ?> metadata = parse("---\na: " + text + "\n---\n").metadata();
          assertThat(metadata).isEqualTo(Map.of("a", value));
          assertThat(PersonaDocument.of(metadata, "").metadata()).isEqualTo(metadata);
        });
  }

  @Test
  void of_fileAsCreateWritesIt_isTheSameFile() {
    String text =
        """
        ---
        name: "A"
        description: "B \\" \\n"
        triggers: ["a", "b"]
        version: "1.0"
        ai_generated: true
        ---

        Body
        """;
    PersonaDocument document = parse(text);
    assertThat(PersonaDocument.of(document.metadata(), document.instructions()).text())
        .isEqualTo(text);
  }

  @Test
  void of_whatNoFileSays_isRefused() {
    List<Map<String, ?>> hostile =
        List.of(
            Map.of("x", new Object()),
            Map.of("", "x"),
            Map.of("x", "\ud800"),
            Map.of("\udc00", "x"),
            Map.of("x", Double.NaN),
            Map.of("x", Map.of("", 1)),
            Map.of("x", Map.of(1, 1)),
            Map.of("k".repeat(2_000), "x"),
            Map.of("x", "x".repeat(70_000)),
            Map.of("x", nested(33)));
    for (Map<String, ?> metadata : hostile) {
      Refusals.refused(Code.INVALID_VALUE, () -> PersonaDocument.of(metadata, "x"));
    }
    Refusals.refused(Code.INVALID_VALUE, () -> PersonaDocument.of(Map.of(), "\udfff"));
    Refusals.refused(Code.INVALID_VALUE, () -> PersonaDocument.of(Map.of(), "x".repeat(600_000)));
  }

  @Test
  void of_nestedAsDeepAsAFileMayBe_isWritten() {
    Map<String, ?> metadata = Map.of("x", nested(32));
    assertThat(PersonaDocument.of(metadata, "x").metadata()).isEqualTo(metadata);
  }

  private static Object nested(int levels) {
    Object value = List.of();
    for (int i = 1; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }

  @Test
  void of_anyValues_parsesBackToTheSame() {
    Random random = Seeds.random("PersonaDocumentTest.anyValues");
    for (int i = 0; i < 3_000; i++) {
      Map<String, Object> metadata = new LinkedHashMap<>();
      for (int n = random.nextInt(8); n > 0; n--) {
        String key =
            random.nextBoolean()
                ? KEYS.get(random.nextInt(KEYS.size()))
                : RandomText.of(random, 30);
        metadata.put(key, value(random, 4));
      }
      String instructions = random.nextInt(9) == 0 ? "" : RandomText.of(random, 300);
      PersonaDocument document = PersonaDocument.of(metadata, instructions);
      PersonaDocument again = PersonaDocument.parse("x.md", document.bytes());
      assertThat(again.metadata()).isEqualTo(document.metadata());
      assertThat(new ArrayList<>(again.metadata().keySet()))
          .isEqualTo(new ArrayList<>(metadata.keySet()));
      assertThat(again.instructions()).isEqualTo(instructions);
      assertThat(again.says(metadata, instructions)).isTrue();
      assertThat(again.says(metadata, instructions + "x")).isFalse();
    }
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> new BigDecimal(random.nextLong()).scaleByPowerOfTen(random.nextInt(40) - 20);
      case 4, 5 -> RandomText.of(random, 40);
      case 6 -> {
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield items;
      }
      default -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(RandomText.of(random, 20), value(random, depth - 1));
        }
        yield entries;
      }
    };
  }
}
