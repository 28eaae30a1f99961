package dev.holdfast.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Servers that an AI client starts and talks to over standard input and output. */
enum StartKind implements WorkerKind {
  HOLDFAST("`./holdfast mcp`"),
  WITHOUT_CACHE("the same without its cache"),
  MEMORY("`@modelcontextprotocol/server-memory`"),
  FILESYSTEM("`@modelcontextprotocol/server-filesystem`");

  private static final String LAUNCHER =
      Path.of("..", "holdfast").toAbsolutePath().normalize().toString();

  private final String title;

  StartKind(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  private String nodePackage() {
    return title.replace("`", "");
  }

  @Override
  public Optional<String> missing() {
    return switch (this) {
      case HOLDFAST, WITHOUT_CACHE -> Optional.empty();
      case MEMORY, FILESYSTEM -> WorkerKind.missingPackage(nodePackage());
    };
  }

  @Override
  public List<String> command(Path directory) {
    return switch (this) {
      case HOLDFAST, WITHOUT_CACHE -> List.of(LAUNCHER, "mcp", "--dir", directory.toString());
      case MEMORY -> List.of("node", script());
      case FILESYSTEM -> List.of("node", script(), directory.toString());
    };
  }

  private String script() {
    Path module = NODE.resolve("node_modules").resolve(nodePackage());
    return module.resolve("dist/index.js").toAbsolutePath().toString();
  }

  /** Settings of the environment of a server over this directory. */
  List<String> environment(Path directory) {
    return switch (this) {
      case HOLDFAST -> List.of("HOLDFAST_AOT=wait"); // waits once, before the first round
      case WITHOUT_CACHE -> List.of("HOLDFAST_AOT=off");
      case MEMORY -> List.of("MEMORY_FILE_PATH=" + directory.resolve("memory.jsonl"));
      case FILESYSTEM -> List.of();
    };
  }
}
