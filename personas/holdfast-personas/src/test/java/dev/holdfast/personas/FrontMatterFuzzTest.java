package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.exchange.Mutator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Damaged persona files: each is read or has findings that people can understand, and an edit of a
 * field changes that field and the version alone.
 */
class FrontMatterFuzzTest {

  @Test
  void anyFile_isReadOrFaulty_andAnEditChangesItsFieldOnly() {
    int[] edited = new int[1];

    long rounds =
        FuzzTime.spend(
            "FrontMatterFuzzTest",
            seed -> {
              Random random = new Random(seed);
              byte[] content = new Mutator(random).document();
              PersonaFile file = PersonaFile.parse("x.md", content);
              for (Finding finding : file.findings()) {
                assertThat(finding.message()).isNotBlank();
                assertThat(finding.message().chars()).noneMatch(Character::isISOControl);
              }
              edited[0] += edit(file, RandomText.of(random, 40) + "x") ? 1 : 0;
            });

    assertThat(edited[0]).isPositive();
    assertThat(rounds).isGreaterThan(edited[0]);
  }

  /** Was the description changed, and not refused? */
  private static boolean edit(PersonaFile before, String description) {
    Draft draft;
    try {
      draft = Drafts.of(before, EditRequest.of(Map.of("description", description)));
    } catch (PersonaException e) {
      assertThat(!before.errors().isEmpty() || lacksAFieldAndTakesNone(before))
          .as("may it refuse %s: %s", description, e.getMessage())
          .isTrue();
      assertThat(e.getMessage()).isNotBlank();
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
      return false;
    }
    PersonaFile after = PersonaFile.parse("x.md", draft.bytes());
    String text = new String(draft.bytes(), UTF_8);
    // A faulty file may be repaired field by field: what was wrong elsewhere still is.
    assertThat(rules(before)).as(text).containsAll(rules(after));
    assertThat(after.text(Field.DESCRIPTION)).as(text).isEqualTo(description);
    assertThat(instructions(after)).as(text).isEqualTo(instructions(before));
    assertThat(others(after)).as(text).isEqualTo(others(before));
    return true;
  }

  /** Front matter in braces, or with an end mark, gets no further fields. */
  private static boolean lacksAFieldAndTakesNone(PersonaFile file) {
    boolean lacks =
        file.entryOf(Field.DESCRIPTION).isEmpty() || file.entryOf(Field.VERSION).isEmpty();
    return lacks && file.layout().filter(layout -> !layout.front().extensible()).isPresent();
  }

  private static List<String> rules(PersonaFile file) {
    return file.errors().stream().map(Finding::rule).toList();
  }

  private static String instructions(PersonaFile file) {
    return file.layout().orElseThrow().source().instructions();
  }

  /** The fields in their order, without those that an edit of the description may change. */
  private static List<Map.Entry<String, String>> others(PersonaFile file) {
    List<Map.Entry<String, String>> others = new ArrayList<>();
    Map<String, @Nullable Object> fields = PlainValues.of(file);
    fields.forEach((name, value) -> others.add(Map.entry(name, String.valueOf(value))));
    others.removeIf(
        field -> field.getKey().equals("description") || field.getKey().equals("version"));
    return others;
  }
}
