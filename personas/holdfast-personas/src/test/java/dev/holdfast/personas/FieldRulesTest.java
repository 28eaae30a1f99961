package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.FieldRules.Breach;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldRulesTest {

  private static final String EMOJI = "😀"; // two chars, one code point

  private static List<String> rules(Field field, String text) {
    return FieldRules.check(field, new FieldValue.Text(text)).stream().map(Breach::rule).toList();
  }

  private static List<String> itemRules(String... items) {
    return FieldRules.check(Field.TRIGGERS, new FieldValue.Items(List.of(items))).stream()
        .map(Breach::rule)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"NAME, 100", "DESCRIPTION, 500", "AUTHOR, 100"})
  void check_atTheLimit_passesAndOneMoreDoesNot(Field field, int limit) {
    assertThat(rules(field, EMOJI.repeat(limit))).isEmpty();
    assertThat(rules(field, EMOJI.repeat(limit + 1))).containsExactly(field.key() + ".length");
    assertThat(FieldRules.check(field, new FieldValue.Text("x".repeat(limit + 1))))
        .first()
        .satisfies(
            b ->
                assertThat(b.message())
                    .isEqualTo(
                        "%s has %d characters; at most %d are allowed"
                            .formatted(field.key(), limit + 1, limit)));
  }

  @Test
  void check_ofCategory_countsAndWarns() {
    assertThat(PersonaRules.CATEGORIES)
        .allSatisfy(category -> assertThat(rules(Field.CATEGORY, category)).isEmpty());
    assertThat(rules(Field.CATEGORY, "x".repeat(50))).containsExactly("category.unknown");
    assertThat(rules(Field.CATEGORY, "x".repeat(51))).containsExactly("category.length");
    Breach unknown = FieldRules.check(Field.CATEGORY, new FieldValue.Text("cooking")).getFirst();
    assertThat(unknown.severity()).isEqualTo(Severity.WARNING);
    assertThat(unknown.message())
        .contains("\"cooking\"", "creative, professional, educational, gaming, personal");
  }

  @Test
  void check_ofItems_countsEach() {
    assertThat(itemRules()).isEmpty();
    assertThat(itemRules(EMOJI.repeat(50), "b")).isEmpty();
    assertThat(itemRules("a", EMOJI.repeat(51))).containsExactly("triggers.length");
    assertThat(itemRules("a", "")).containsExactly("triggers.blank");
    assertThat(itemRules("a", " \u00a0")).containsExactly("triggers.blank");
    assertThat(itemRules("a\nb")).containsExactly("triggers.one-line");
    assertThat(itemRules("a\ud83d")).containsExactly("triggers.encoding");
    assertThat(itemRules("a, b")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NAME, '', name.length",
    "NAME, '  ', name.blank",
    "NAME, 'a\u0007', name.one-line",
    "NAME, 'a\u2028b', name.one-line",
    "NAME, 'a\u0085b', name.one-line",
    "DESCRIPTION, '', description.length",
    "AUTHOR, 'a\tb', author.one-line",
    "VERSION, 1, version.form",
    "VERSION, 1.0.0.0, version.form",
    "AGE_RATING, 12+, age_rating.form",
    "AGE_RATING, All, age_rating.form",
    "GENERATION_METHOD, claude, generation_method.form",
    "AI_GENERATED, yes, ai_generated.form",
    "PRICE, 4.99, price.form",
    "PRICE, $4.9, price.form",
    "PRICE, Free, price.form",
    "CREATED_DATE, 2026-02-30, created_date.form",
    "CREATED_DATE, 01.02.2026, created_date.form",
    "CREATED_DATE, 2026-01-01T25:00, created_date.form",
    "INSTRUCTIONS, ' ', instructions.required",
  })
  void check_ofABadValue_namesTheRule(Field field, String value, String rule) {
    assertThat(rules(field, value)).containsExactly(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "NAME, ' a '",
    "DESCRIPTION, 'a\nb\tc'",
    "AUTHOR, ''",
    "VERSION, 1.0",
    "VERSION, 1.10.3-beta.2",
    "AGE_RATING, 18+",
    "GENERATION_METHOD, hybrid",
    "AI_GENERATED, false",
    "PRICE, free",
    "PRICE, $0.00",
    "PRICE, $1234.50",
    "CREATED_DATE, 2024-02-29",
    "CREATED_DATE, 2026-01-01T10:00:00.000Z",
    "CREATED_DATE, 2026-01-01 10:00",
    "CREATED_DATE, 2026-01-01T10:00:00+02:00",
    "REVENUE_SPLIT, anything",
    "LICENSE, 'two\nlines'",
  })
  void check_ofAGoodValue_passes(Field field, String value) {
    assertThat(rules(field, value)).isEmpty();
  }

  @Test
  void check_ofHalfASurrogatePair_isRefusedEverywhere() {
    for (Field field : Field.values()) {
      if (field.kind() != Field.Kind.LIST) {
        assertThat(rules(field, "a\udc00")).contains(field.key() + ".encoding");
      }
    }
  }

  @Test
  void splitList_keepsWhatIsBetweenCommas() {
    assertThat(PersonaRules.splitList("a, b c ,d")).containsExactly("a", "b c", "d");
    assertThat(PersonaRules.splitList("")).isEmpty();
    assertThat(PersonaRules.splitList("  ")).isEmpty();
    assertThat(PersonaRules.splitList("a,,b")).containsExactly("a", "", "b");
    assertThat(PersonaRules.splitList("a,")).containsExactly("a", "");
  }

  @Test
  void editableFields_areTheKnownOnesWithoutTheId() {
    assertThat(PersonaRules.EDITABLE_FIELDS)
        .hasSize(Field.values().length)
        .contains("source")
        .doesNotContain("unique_id");
    assertThat(PersonaRules.EDITABLE_FIELDS.stream().filter(f -> !f.equals("source")))
        .allSatisfy(f -> assertThat(Field.ofWords(f)).isPresent());
  }
}
