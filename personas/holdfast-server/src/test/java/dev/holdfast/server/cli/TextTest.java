package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void lettersAndEmojiOfAllKinds_stay() {
    String text = "日本語 Ελληνικά عربى 👨‍👩‍👧 naïve";

    assertThat(Text.line(text)).isEqualTo(text);
  }

  @Test
  void charactersThatATerminalObeys_areEscaped() {
    assertThat(Text.line("a\u001b[31mb\u202ec\nd\u009be"))
        .isEqualTo("a\\u{1b}[31mb\\u{202e}c\\u{a}d\\u{9b}e");
    assertThat(Text.lines("a\n\tb\r")).isEqualTo("a\n\tb\\u{d}");
  }

  @Test
  void longLine_isCutBetweenCodePointsAndMarked() {
    assertThat(Text.line("😀😀😀😀", 3)).isEqualTo("😀😀…");
    assertThat(Text.line("abc", 3)).isEqualTo("abc");
  }

  @Test
  void table_alignsColumnsAndNumbers() {
    Table table = new Table("NAME", "PID", "WHY");
    table.row("a", 7, "x");
    table.row("longer", 1234, "");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    table.print(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("NAME     PID  WHY", "a          7  x", "longer  1234");
  }
}
