package dev.holdfast.server.catalog;

import dev.holdfast.personas.Persona;
import dev.holdfast.server.catalog.IndicatorConfig.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows in front of answers which persona is active. Not kept on disk: every session has its own.
 */
final class Indicator {

  private static final int LONGEST_VALUE = 60;
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(emoji|name|version|author|category)}");

  private final ActivePersona active;
  private final AtomicReference<IndicatorConfig> config;

  Indicator(ActivePersona active, IndicatorConfig config) {
    this.active = active;
    this.config = new AtomicReference<>(config);
  }

  IndicatorConfig config() {
    return config.get();
  }

  void set(IndicatorConfig other) {
    config.set(other);
  }

  /** The tool, with the indicator in front of the text of its answers; their structure stays. */
  Tool on(Tool tool) {
    return tool.withAnswers(
        answer -> new ToolResult.Success(inFrontOf(answer.text()), answer.structured()));
  }

  private String inFrontOf(String text) {
    String shown = active.activation().map(a -> shown(a.persona())).orElse("");
    if (shown.isEmpty()) {
      return text;
    }
    // A heading or a list begins a line, otherwise it is none.
    boolean block = text.startsWith("#") || text.startsWith("- ");
    return shown + (block ? "\n\n" : config().separator()) + text;
  }

  /** As it is configured now, without separator; empty if nothing is to be shown. */
  String shown(Persona persona) {
    IndicatorConfig now = config();
    return now.enabled() ? inStyle(now, persona).strip() : "";
  }

  private static String inStyle(IndicatorConfig now, Persona persona) {
    return switch (now.style()) {
      case FULL -> now.brackets().around(parts(now, persona, List.of(Part.values())));
      case COMPACT -> now.brackets().around(parts(now, persona, List.of(Part.NAME, Part.VERSION)));
      case MINIMAL -> parts(now, persona, List.of(Part.EMOJI, Part.NAME));
      case CUSTOM -> custom(now, persona);
    };
  }

  private static String parts(IndicatorConfig now, Persona persona, List<Part> parts) {
    List<String> words = new ArrayList<>();
    for (Part part : parts) {
      String value = now.shows(part) ? value(part, now, persona) : "";
      if (!value.isEmpty()) {
        words.add(
            switch (part) {
              case EMOJI, NAME -> value;
              case VERSION -> "v" + value;
              case AUTHOR -> "by " + value;
              case CATEGORY -> "(" + value + ")";
            });
      }
    }
    return String.join(" ", words);
  }

  /** In one pass: a name that looks like a placeholder stays a name. */
  private static String custom(IndicatorConfig now, Persona persona) {
    return PLACEHOLDER
        .matcher(now.customFormat())
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    value(IndicatorConfig.named(Part.class, found.group(1)), now, persona)));
  }

  private static String value(Part part, IndicatorConfig now, Persona persona) {
    return switch (part) {
      case EMOJI -> now.emoji();
      case NAME -> safe(persona.name());
      case VERSION -> safe(persona.version());
      case AUTHOR -> safe(persona.author());
      case CATEGORY -> safe(persona.category());
    };
  }

  private static String safe(String value) {
    String plain = SafeText.plain(value);
    return plain.codePointCount(0, plain.length()) <= LONGEST_VALUE
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
  }
}
