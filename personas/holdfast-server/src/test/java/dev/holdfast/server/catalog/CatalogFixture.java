package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.history.Actor;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A catalogue over a real folder with the persona {@code Alice} in it. Every result that passes
 * through is checked against the output schema of its tool.
 */
final class CatalogFixture implements AutoCloseable {

  static final JsonSchemaValidator VALIDATOR = new DefaultJsonSchemaValidator();

  private static final JsonMapper MAPPER = JsonMapper.shared();

  final Path folder;
  final FileLockManager locks;
  final PersonaFolder store;
  final Catalog catalog;

  /** What surrounds the calls. */
  CallContext context = CallContext.NONE;

  CatalogFixture(Path directory) throws IOException {
    this(directory, true);
  }

  private CatalogFixture(Path directory, boolean withAlice) throws IOException {
    this.folder = directory.resolve("personas");
    Files.createDirectory(folder);
    if (withAlice) {
      writeFile("alice.md", "Alice", "Answers kindly.");
    }
    this.locks = FileLockManager.inProcess();
    this.store = PersonaFolder.open(folder, locks, Actor.of("tester"), Clock.systemUTC());
    this.catalog = Catalog.of(store, locks, CatalogOptions.of("1.2.3"));
  }

  /** A folder that holds the samples instead of Alice. */
  static CatalogFixture ofSamples(Path directory) throws IOException {
    return new CatalogFixture(directory, false);
  }

  /** Writes a persona as somebody with an editor would. */
  void writeFile(String fileName, String name, String instructions) throws IOException {
    Files.writeString(
        folder.resolve(fileName),
        "---\nname: "
            + name
            + "\ndescription: About "
            + name
            + ".\nversion: \"1.0\"\n---\n"
            + instructions);
  }

  void writeInvalidFile(String fileName) throws IOException {
    Files.writeString(folder.resolve(fileName), "---\nname: [unclosed\n---\ntext\n");
  }

  Tool tool(String name) {
    return catalog.tools().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** Calls a tool that must succeed. */
  Answer call(String tool, Map<String, ? extends Object> arguments) {
    ToolResult result = result(tool, arguments);
    assertThat(result).as(result.text()).isInstanceOf(ToolResult.Success.class);
    return new Answer(result.text(), MAPPER.valueToTree(result.structured()));
  }

  Answer call(String tool) {
    return call(tool, Map.of());
  }

  /** Calls a tool that must fail with this code, a message and a hint. */
  ToolResult.Failure fail(String code, String tool, Map<String, ? extends Object> arguments) {
    ToolResult result = result(tool, arguments);
    assertThat(result).as(result.text()).isInstanceOf(ToolResult.Failure.class);
    ToolResult.Failure failure = (ToolResult.Failure) result;
    assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
    assertThat(failure.message()).isNotBlank().doesNotContain("Exception", "\tat ");
    assertThat(failure.hint()).isNotBlank();
    assertThat(failure.text()).contains(failure.message(), failure.hint());
    return failure;
  }

  private ToolResult result(String name, Map<String, ? extends Object> arguments) {
    Tool tool = tool(name);
    ToolResult result = tool.call(arguments, context);
    JsonSchemaValidator.ValidationResponse validation =
        VALIDATOR.validate(tool.outputSchema(), result.structured());
    assertThat(validation.valid()).as("%s: %s", name, validation.errorMessage()).isTrue();
    return result;
  }

  List<String> listedFiles(Answer page) {
    return page.structured()
        .path("personas")
        .valueStream()
        .map(p -> p.path("fileName").asString())
        .toList();
  }

  @Override
  public void close() {
    store.close();
    locks.close();
  }

  /** A success. */
  record Answer(String text, JsonNode structured) {
    String field(String name) {
      return structured.path(name).asString("");
    }

    /** Of the persona in the answer, or of the answer itself. */
    String revision() {
      return persona().path("revision").asString(field("revision"));
    }

    JsonNode persona() {
      return structured.path("persona");
    }
  }
}
