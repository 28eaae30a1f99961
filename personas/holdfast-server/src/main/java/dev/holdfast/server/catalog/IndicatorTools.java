package dev.holdfast.server.catalog;

import static dev.holdfast.server.catalog.Schemas.bool;
import static dev.holdfast.server.catalog.Schemas.choice;
import static dev.holdfast.server.catalog.Schemas.field;
import static dev.holdfast.server.catalog.Schemas.output;
import static dev.holdfast.server.catalog.Schemas.text;

import dev.holdfast.server.catalog.IndicatorConfig.Brackets;
import dev.holdfast.server.catalog.IndicatorConfig.Part;
import dev.holdfast.server.catalog.IndicatorConfig.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tools that say how answers show which persona is active, as DollhouseMCP v1 has them. */
final class IndicatorTools {

  private static final List<String> STYLES = IndicatorConfig.words(List.of(Style.values()));
  private static final List<String> BRACKETS = IndicatorConfig.words(List.of(Brackets.values()));

  private static final Map<String, Object> OUTPUT =
      output(
          field("enabled", bool("Do answers show it?")),
          field("style", choice("Its form.", STYLES)),
          field("customFormat", text("The form with the style custom; may be empty.")),
          field("showEmoji", bool("Is the emoji shown?")),
          field("showName", bool("Is the name shown?")),
          field("showVersion", bool("Is the version shown?")),
          field("showAuthor", bool("Is the author shown?")),
          field("showCategory", bool("Is the category shown?")),
          field("separator", text("What stands between it and the answer.")),
          field("emoji", text("The emoji.")),
          field("bracketStyle", choice("What it is enclosed in.", BRACKETS)),
          field("example", text("As it is now; empty if none is active, or none is shown.")));

  private final Indicator indicator;
  private final ActivePersona active;

  IndicatorTools(Indicator indicator, ActivePersona active) {
    this.indicator = indicator;
    this.active = active;
  }

  List<Tool> tools() {
    return List.of(configure(), get());
  }

  private Tool configure() {
    return new Tool(
        "configure_indicator",
        "Configure the indicator",
        "Sets how answers of this session show which persona is active: in front of their text."
            + " What is not given stays.",
        List.of(
            flag("enabled", "False shows nothing."),
            Parameter.optionalChoice(
                "style",
                STYLES,
                "full is everything that is shown, compact is name and version, minimal is emoji"
                    + " and name, custom is as customFormat says."),
            Parameter.optional(
                "customFormat",
                Parameter.Type.TEXT,
                "One line with {emoji}, {name}, {version}, {author}, {category}; sets the style"
                    + " custom, unless style is given too."),
            flag("showEmoji", "Show the emoji."),
            flag("showName", "Show the name."),
            flag("showVersion", "Show the version."),
            flag("showAuthor", "Show the author."),
            flag("showCategory", "Show the category."),
            Parameter.optional(
                "separator", Parameter.Type.TEXT, "What stands between it and the answer."),
            Parameter.optional("emoji", Parameter.Type.TEXT, "The emoji."),
            Parameter.optionalChoice(
                "bracketStyle", BRACKETS, "What the styles full and compact are enclosed in.")),
        OUTPUT,
        ToolHints.READS,
        (arguments, _) -> {
          try {
            indicator.set(changed(indicator.config(), arguments));
          } catch (IllegalArgumentException e) {
            throw new ToolException(
                "INVALID_VALUE",
                "The indicator stays as it is: " + e.getMessage() + ".",
                "Call get_indicator_config to see how it is now, then try again.");
          }
          return told("Configured. ");
        });
  }

  private static Parameter flag(String name, String description) {
    return Parameter.optional(name, Parameter.Type.FLAG, description);
  }

  private static IndicatorConfig changed(IndicatorConfig now, Arguments arguments) {
    Style style =
        arguments
            .optionalText("style")
            .map(word -> IndicatorConfig.named(Style.class, word))
            .orElse(
                arguments.optionalText("customFormat").isPresent() ? Style.CUSTOM : now.style());
    IndicatorConfig changed =
        new IndicatorConfig(
            arguments.flag("enabled", now.enabled()),
            style,
            arguments.optionalText("customFormat").orElse(now.customFormat()),
            now.shown(),
            arguments.optionalText("separator").orElse(now.separator()),
            arguments.optionalText("emoji").orElse(now.emoji()),
            arguments
                .optionalText("bracketStyle")
                .map(word -> IndicatorConfig.named(Brackets.class, word))
                .orElse(now.brackets()));
    for (Part part : Part.values()) {
      changed = changed.with(part, arguments.flag(flagOf(part), now.shows(part)));
    }
    return changed;
  }

  /** {@code showName}. */
  private static String flagOf(Part part) {
    return "show" + part.name().charAt(0) + part.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private Tool get() {
    return new Tool(
        "get_indicator_config",
        "Show the indicator's configuration",
        "Shows how answers of this session show which persona is active.",
        List.of(),
        OUTPUT,
        ToolHints.READS,
        (_, _) -> told(""));
  }

  private ToolResult.Success told(String words) {
    IndicatorConfig now = indicator.config();
    String example = active.activation().map(a -> indicator.shown(a.persona())).orElse("");
    Map<String, Object> structured = new LinkedHashMap<>();
    structured.put("enabled", now.enabled());
    structured.put("style", word(now.style()));
    structured.put("customFormat", now.customFormat());
    for (Part part : Part.values()) {
      structured.put(flagOf(part), now.shows(part));
    }
    structured.put("separator", now.separator());
    structured.put("emoji", now.emoji());
    structured.put("bracketStyle", word(now.brackets()));
    structured.put("example", example);
    String shown = String.join(", ", IndicatorConfig.words(now.shown().stream().sorted().toList()));
    return new ToolResult.Success(
        words
            + (now.enabled()
                ? "The active persona is shown in the style %s, with %s%s."
                    .formatted(
                        word(now.style()),
                        shown.isEmpty() ? "nothing" : shown,
                        example.isEmpty() ? "; none is active" : "")
                : "The active persona is not shown."),
        structured);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
