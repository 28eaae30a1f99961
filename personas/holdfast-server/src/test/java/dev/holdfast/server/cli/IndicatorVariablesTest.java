package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.IndicatorConfig;
import dev.holdfast.server.catalog.IndicatorConfig.Brackets;
import dev.holdfast.server.catalog.IndicatorConfig.Part;
import dev.holdfast.server.catalog.IndicatorConfig.Style;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndicatorVariablesTest {

  private static IndicatorConfig config(Map<String, String> environment) {
    return IndicatorVariables.config(
        Io.of(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            environment));
  }

  @Test
  void nothingSet_isTheDefault() {
    assertThat(config(Map.of())).isEqualTo(IndicatorConfig.DEFAULT);
  }

  @Test
  void variables_sayEverything() {
    IndicatorConfig config =
        config(
            Map.of(
                "HOLDFAST_INDICATOR_ENABLED", "false",
                "HOLDFAST_INDICATOR_FORMAT", "{name}",
                "HOLDFAST_INDICATOR_EMOJI", "🦊",
                "HOLDFAST_INDICATOR_BRACKETS", "round",
                "HOLDFAST_INDICATOR_SEPARATOR", " ",
                "HOLDFAST_INDICATOR_SHOW_VERSION", "no",
                "HOLDFAST_INDICATOR_SHOW_CATEGORY", "yes"));
    assertThat(config.enabled()).isFalse();
    assertThat(config.style()).isEqualTo(Style.CUSTOM);
    assertThat(config.brackets()).isEqualTo(Brackets.ROUND);
    assertThat(config.shown())
        .containsExactlyInAnyOrder(Part.EMOJI, Part.NAME, Part.AUTHOR, Part.CATEGORY);
  }

  @Test
  void wrongValue_isAUsageError() {
    Cli.Run run = new Cli().variable("HOLDFAST_INDICATOR_STYLE", "loud").run("mcp");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("HOLDFAST_INDICATOR_", "\"loud\" is none of full, minimal");
  }
}
