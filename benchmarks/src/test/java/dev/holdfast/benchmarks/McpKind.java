package dev.holdfast.benchmarks;

import dev.holdfast.server.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers that keep what an AI client tells them. */
enum McpKind implements WorkerKind {
  HOLDFAST("`holdfast mcp`, `create_persona`"),
  MEMORY("`@modelcontextprotocol/server-memory`, `create_entities`; nothing synced");

  private static final String PACKAGE = "@modelcontextprotocol/server-memory";

  private final String title;

  McpKind(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Optional<String> missing() {
    return this == MEMORY ? WorkerKind.missingPackage(PACKAGE) : Optional.empty();
  }

  @Override
  public List<String> command(Path directory) {
    return this == HOLDFAST
        ? program("mcp", "--dir", directory.toString())
        : List.of(
            "node",
            NODE.resolve("node_modules")
                .resolve(PACKAGE)
                .resolve("dist/index.js")
                .toAbsolutePath()
                .toString());
  }

  /** The program with the settings that its launcher gives to Java, but without its cache. */
  static List<String> program(String... arguments) {
    List<String> command = new ArrayList<>(WorkerKind.java(Main.class, arguments));
    command.addAll(1, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return command;
  }

  /** Settings of the environment of a server over this directory. */
  List<String> environment(Path directory) {
    return this == HOLDFAST
        ? List.of("HOLDFAST_AUTHOR=benchmark")
        : List.of("MEMORY_FILE_PATH=" + directory.resolve("memory.jsonl"));
  }

  /** The call that creates this one, as JSON: the name of the tool and its arguments. */
  String creation(String name, String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return this == HOLDFAST
        ? """
          {"name":"create_persona","arguments":{"name":"%s","description":"Made by the benchmark.",\
          "category":"creative","instructions":"%s"}}"""
            .formatted(name, escaped)
        : """
          {"name":"create_entities","arguments":{"entities":[{"name":"%s","entityType":"persona",\
          "observations":["%s"]}]}}"""
            .formatted(name, escaped);
  }

  /** The call that reads one that is there, as JSON. */
  String reading(int number) {
    return this == HOLDFAST
        ? """
          {"name":"get_persona_details","arguments":{"persona":"%s"}}"""
            .formatted(PersonaTexts.slug(number))
        : """
          {"name":"open_nodes","arguments":{"names":["Made %05d"]}}"""
            .formatted(number);
  }
}
