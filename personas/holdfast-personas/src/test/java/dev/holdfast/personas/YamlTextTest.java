package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlTextTest {

  @Test
  void quote_escapesOnlyWhatMustBe() {
    assertThat(YamlText.quote("")).isEqualTo("\"\"");
    assertThat(YamlText.quote("a 'b' # c: {d} $(e) %")).isEqualTo("\"a 'b' # c: {d} $(e) %\"");
    assertThat(YamlText.quote("a\"b\\c\nd\re\tf")).isEqualTo("\"a\\\"b\\\\c\\nd\\re\\tf\"");
    assertThat(YamlText.quote("\u0000\u001b\u007f\u0085\u009f"))
        .isEqualTo("\"\\x00\\x1B\\x7F\\x85\\x9F\"");
    assertThat(YamlText.quote("\u2028\u2029\ufeff\ufffe\uffff"))
        .isEqualTo("\"\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF\"");
    assertThat(YamlText.quote("日本 é 👨‍👩‍👧 \u00a0\u200b\u202e"))
        .isEqualTo("\"日本 é 👨‍👩‍👧 \u00a0\u200b\u202e\"");
  }

  @Test
  void of_listsAndFlags_isFlowAndPlain() {
    assertThat(YamlText.of(Field.TRIGGERS, new FieldValue.Items(List.of("a", "b, \"c\""))))
        .isEqualTo("[\"a\", \"b, \\\"c\\\"\"]");
    assertThat(YamlText.of(Field.TRIGGERS, new FieldValue.Items(List.of()))).isEqualTo("[]");
    assertThat(YamlText.of(Field.AI_GENERATED, new FieldValue.Text("true"))).isEqualTo("true");
    assertThat(YamlText.of(Field.NAME, new FieldValue.Text("true"))).isEqualTo("\"true\"");
  }

  /** What other readers of YAML take for a line end, drop, or refuse in the raw. */
  @Test
  void quote_ofAnyText_isOneLineThatEveryReaderAccepts() {
    Random random = Seeds.random("YamlTextTest.quote_ofAnyText");
    for (int i = 0; i < 5_000; i++) {
      String quoted = YamlText.quote(RandomText.of(random, 200));
      assertThat(quoted).doesNotMatch("(?s).*[\\p{Cc}\\u2028\\u2029\\ufeff\\ufffe\\uffff].*");
    }
  }
}
