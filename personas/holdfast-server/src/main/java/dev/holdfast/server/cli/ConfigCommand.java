package dev.holdfast.server.cli;

import dev.holdfast.server.cli.Setting.Origin;
import dev.holdfast.server.http.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = {
      "Shows every setting of 'mcp' and 'serve', its value, and where the value comes from.",
      "",
      "Takes their options, so that 'config' in the place of 'mcp' shows what a client's"
          + " configuration comes to. An option counts more than its environment variable, whose"
          + " name is that of the option: --backup-every is HOLDFAST_BACKUP_EVERY. Starts nothing and"
          + " writes nothing.",
      "",
    },
    footerHeading = "%nExample:%n",
    footer = "  holdfast config --dir /srv/personas --read-only")
final class ConfigCommand implements Callable<Integer> {

  private static final String JSON = "json";

  /** Settings without an option. */
  private static final List<String> VARIABLES =
      List.of(
          "HOLDFAST_AUTHOR",
          "HOLDFAST_INDICATOR_ENABLED",
          "HOLDFAST_INDICATOR_STYLE",
          "HOLDFAST_INDICATOR_FORMAT",
          "HOLDFAST_INDICATOR_SEPARATOR",
          "HOLDFAST_INDICATOR_EMOJI",
          "HOLDFAST_INDICATOR_BRACKETS",
          "HOLDFAST_INDICATOR_SHOW_EMOJI",
          "HOLDFAST_INDICATOR_SHOW_NAME",
          "HOLDFAST_INDICATOR_SHOW_VERSION",
          "HOLDFAST_INDICATOR_SHOW_AUTHOR",
          "HOLDFAST_INDICATOR_SHOW_CATEGORY",
          "HOLDFAST_DEBUG",
          "HOLDFAST_JAVA_OPTS");

  /** Variables of the launcher and of other commands: not settings of a server, but no mistake. */
  private static final String LAUNCHER = "HOLDFAST_(HOME|JAVA_HOME|LOCK|AOT|NO_AOT|CACHE).*";

  private final Io io;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--" + JSON, description = "Print JSON.")
  private boolean json;

  private ConfigCommand(Io io) {
    this.io = io;
  }

  /** The command, with the options of the commands that it is about. */
  static CommandLine commandLine(Io io) {
    CommandLine commandLine = new CommandLine(new ConfigCommand(io));
    CommandSpec spec = commandLine.getCommandSpec();
    for (Object server : List.of(new McpCommand(io), new ServeCommand(io))) {
      for (OptionSpec option : new CommandLine(server).getCommandSpec().options()) {
        if (spec.findOption(option.longestName()) == null) {
          spec.addOption(OptionSpec.builder(option).build());
        }
      }
    }
    return commandLine;
  }

  @Override
  public Integer call() {
    List<Setting> settings = settings();
    List<String> unknown = unknown(settings);
    if (json) {
      JsonOutput.print(
          io,
          JsonOutput.object(
              "settings",
              settings.stream().map(ConfigCommand::object).toList(),
              "unknownVariables",
              unknown));
    } else {
      Table table = new Table("SETTING", "VALUE", "FROM");
      settings.forEach(one -> table.row(one.title(), one.shown(), from(one)));
      table.print(io.out());
    }
    unknown.forEach(
        name -> io.err().println("holdfast: no setting has the variable " + Text.line(name)));
    return ExitCode.OK;
  }

  private static Map<String, Object> object(Setting setting) {
    return JsonOutput.object(
        "option", setting.name().isEmpty() ? "" : "--" + setting.name(),
        "variable", setting.variable(),
        "value", setting.shown(),
        "origin", WordOption.word(setting.origin()));
  }

  private static String from(Setting setting) {
    return switch (setting.origin()) {
      case FLAG -> "option";
      case ENVIRONMENT -> setting.variable();
      case DEFAULT -> "default";
    };
  }

  private List<Setting> settings() {
    Map<String, String> defaults = defaults();
    List<Setting> settings = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      String name = option.longestName().replaceFirst("^-+", "");
      if (!name.equals(JSON) && !option.usageHelp()) {
        settings.add(setting(option, name, defaults.getOrDefault(name, "")));
      }
    }
    settings.sort((a, b) -> a.name().compareTo(b.name()));
    for (String variable : VARIABLES) {
      settings.add(inEnvironment("", variable, defaults.getOrDefault(variable, "")));
    }
    return settings;
  }

  private Setting setting(OptionSpec option, String name, String otherwise) {
    ParseResult given = spec.commandLine().getParseResult();
    String variable = Setting.variableOf(name);
    if (!given.hasMatchedOption(option)) {
      return inEnvironment(name, variable, otherwise);
    }
    String value =
        option.arity().max() == 0
            ? "true"
            : String.join(",", given.matchedOption(option.longestName()).originalStringValues());
    return new Setting(name, variable, value, Origin.FLAG);
  }

  private Setting inEnvironment(String name, String variable, String otherwise) {
    return io.variable(variable)
        .map(value -> new Setting(name, variable, value, Origin.ENVIRONMENT))
        .orElseGet(() -> new Setting(name, variable, otherwise, Origin.DEFAULT));
  }

  /** What there is where nothing is said; nothing for those that are not here. */
  private Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("dir", io.home().resolve(".holdfast/personas").toString());
    defaults.put("listen", ListenOption.DEFAULT);
    defaults.put("max-connections", String.valueOf(Limits.USUAL.connections()));
    defaults.put("max-sessions", String.valueOf(Limits.USUAL.sessions()));
    defaults.put("read-only", "false");
    defaults.put("toolsets", "all");
    defaults.put("confirm", "destructive");
    defaults.put("keep-last", "10");
    defaults.put("keep-daily", "7");
    defaults.put("keep-weekly", "4");
    defaults.put("HOLDFAST_AUTHOR", io.author());
    defaults.put("HOLDFAST_INDICATOR_ENABLED", "true");
    defaults.put("HOLDFAST_INDICATOR_STYLE", "full");
    defaults.put("HOLDFAST_INDICATOR_SEPARATOR", " | ");
    defaults.put("HOLDFAST_INDICATOR_EMOJI", "🎭");
    defaults.put("HOLDFAST_INDICATOR_BRACKETS", "square");
    defaults.put("HOLDFAST_INDICATOR_SHOW_EMOJI", "true");
    defaults.put("HOLDFAST_INDICATOR_SHOW_NAME", "true");
    defaults.put("HOLDFAST_INDICATOR_SHOW_VERSION", "true");
    defaults.put("HOLDFAST_INDICATOR_SHOW_AUTHOR", "true");
    defaults.put("HOLDFAST_INDICATOR_SHOW_CATEGORY", "false");
    return defaults;
  }

  /** Variables that look like settings and are none: mostly a slip of the pen. */
  private List<String> unknown(List<Setting> settings) {
    TreeSet<String> names = new TreeSet<>(io.environment().keySet());
    names.removeIf(name -> !name.startsWith("HOLDFAST_") || name.matches(LAUNCHER));
    settings.forEach(one -> names.remove(one.variable()));
    return List.copyOf(names);
  }
}
