package dev.holdfast.server.cli;

import dev.holdfast.server.catalog.IndicatorConfig;
import dev.holdfast.server.catalog.IndicatorConfig.Brackets;
import dev.holdfast.server.catalog.IndicatorConfig.Part;
import dev.holdfast.server.catalog.IndicatorConfig.Style;
import java.util.Optional;

/** How answers show the active persona, as the environment says; sessions may say otherwise. */
final class IndicatorVariables {

  private static final String PREFIX = "HOLDFAST_INDICATOR_";

  private IndicatorVariables() {}

  /**
   * The configuration.
   *
   * @throws CommandException if a variable has a value that is none
   */
  static IndicatorConfig config(Io io) {
    IndicatorConfig otherwise = IndicatorConfig.DEFAULT;
    Optional<String> format = io.variable(PREFIX + "FORMAT");
    try {
      IndicatorConfig config =
          new IndicatorConfig(
              YesOrNo.of(io, PREFIX + "ENABLED", otherwise.enabled()),
              io.variable(PREFIX + "STYLE")
                  .map(word -> IndicatorConfig.named(Style.class, word))
                  .orElse(format.isPresent() ? Style.CUSTOM : otherwise.style()),
              format.orElse(otherwise.customFormat()),
              otherwise.shown(),
              io.variable(PREFIX + "SEPARATOR").orElse(otherwise.separator()),
              io.variable(PREFIX + "EMOJI").orElse(otherwise.emoji()),
              io.variable(PREFIX + "BRACKETS")
                  .map(word -> IndicatorConfig.named(Brackets.class, word))
                  .orElse(otherwise.brackets()));
      for (Part part : Part.values()) {
        config =
            config.with(
                part,
                YesOrNo.of(io, PREFIX + "SHOW_" + part.name(), otherwise.shown().contains(part)));
      }
      return config;
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(PREFIX + "…: " + e.getMessage());
    }
  }
}
