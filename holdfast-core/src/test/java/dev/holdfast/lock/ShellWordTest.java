package dev.holdfast.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

  @Test
  void quote_ofAPlainName_isTheName() {
    assertThat(ShellWord.quote("persona:alice-2")).isEqualTo("persona:alice-2");
    assertThat(ShellWord.quote("file:/srv/a.md")).isEqualTo("file:/srv/a.md");
  }

  @ParameterizedTest
  @DisabledOnOs(OS.WINDOWS)
  @ValueSource(
      strings = {
        "", "a b", "it's", "$(id)", "`id`", "a;b", "*", "~", "-n", "a\nb", "a\\", "\"", "#", "日本"
      })
  void quote_isOneWordForAShell(String text) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s|' " + ShellWord.quote(text)).start();
    shell.getOutputStream().close();

    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed).isEqualTo(text + "|");
  }
}
