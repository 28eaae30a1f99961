package dev.holdfast.server.install;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An AI client: where its configuration is, and how a server is written down there. */
public final class Client {

  private final String id;
  private final String title;
  private final Function<Platform, Path> userFile;
  private @Nullable String projectFile;
  private ConfigFormat format = JsonFormat.STRICT;
  private List<String> servers = List.of("mcpServers");
  private EntryShape shape = EntryShape.COMMAND_AND_ARGUMENTS;
  private @Nullable String program;
  private String next = "";

  Client(String id, String title, Function<Platform, Path> userFile) {
    this.id = id;
    this.title = title;
    this.userFile = userFile;
  }

  Client project(String file) {
    projectFile = file;
    return this;
  }

  Client format(ConfigFormat value) {
    format = value;
    return this;
  }

  Client servers(String... path) {
    servers = List.of(path);
    return this;
  }

  Client shape(EntryShape value) {
    shape = value;
    return this;
  }

  Client program(String name) {
    program = name;
    return this;
  }

  Client next(String text) {
    next = text;
    return this;
  }

  /** The clients that are known, by name. */
  public static List<Client> all() {
    return Clients.ALL;
  }

  /** The client of this name. */
  public static Optional<Client> named(String id) {
    return all().stream().filter(client -> client.id.equals(id)).findFirst();
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What makes it see a changed configuration. */
  public String next() {
    return next;
  }

  /** Its configuration file, which may not exist; empty if it has none of this scope. */
  public Optional<Path> file(Scope scope, Platform platform) {
    return switch (scope) {
      case USER -> Optional.of(userFile.apply(platform));
      case PROJECT -> Optional.ofNullable(projectFile).map(platform.project()::resolve);
    };
  }

  /** Has it left a trace here: its configuration, the folder of that, or its program? */
  public boolean isFound(Platform platform) {
    Path file = userFile.apply(platform);
    Path folder = requireNonNull(file.getParent());
    return Files.exists(file)
        || (!folder.equals(platform.home()) && Files.isDirectory(folder))
        || (program != null && platform.hasProgram(program));
  }

  /** What a person would add to the configuration. */
  public String snippet(String name, ServerEntry entry) {
    return format.snippet(path("", name), shape.fieldsOf(entry, title).values());
  }

  /** Does an entry of this name stand in the text? */
  boolean has(String text, String name) {
    return format.has(text, path(text, name));
  }

  /** The text with the entry. */
  String put(String text, String name, ServerEntry entry) {
    return format.put(text, path(text, name), shape.fieldsOf(entry, title));
  }

  /** The text without the entry. */
  String remove(String text, String name) {
    return format.remove(text, path(text, name));
  }

  /** The second version of opencode keeps servers one level deeper, and reads both. */
  private List<String> path(String text, String name) {
    List<String> deeper = EntryFields.join(servers, "servers");
    boolean isDeeper =
        servers.equals(Clients.OPENCODE_SERVERS)
            && format.has(text, deeper)
            && !format.has(text, EntryFields.join(deeper, "type"));
    return EntryFields.join(isDeeper ? deeper : servers, name);
  }
}
