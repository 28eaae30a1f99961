package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.fetch.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imports from a web server on this machine, whose certificate is trusted meanwhile. */
@Isolated
class ImportFromUrlTest {

  private static final String BOB = "---\nname: Bob\ndescription: d\n---\nBe Bob 日本.\n";
  private static final String EVE = "---\nname: Eve\ndescription: d\n---\nBe Eve.\n";

  @TempDir private static Path keys;
  private static SSLContext own;
  private static LocalServer server;
  private static LocalServer other;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    own = SSLContext.getDefault();
    SSLContext tls = LocalServer.tls(keys);
    SSLContext.setDefault(tls);
    server = LocalServer.secure(tls);
    other = LocalServer.secure(tls).answer("/eve.md", EVE);
    server
        .answer("/bob.md", BOB)
        .redirect("/moved", "/bob.md")
        .redirect("/elsewhere", on(other, "/eve.md"));
  }

  @AfterAll
  static void stop() {
    SSLContext.setDefault(own);
    server.close();
    other.close();
  }

  @BeforeEach
  void withoutSamples() throws IOException {
    Files.writeString(folder.resolve("eve.md"), EVE);
  }

  private static String on(LocalServer server, String path) {
    return "https://" + host(server) + path;
  }

  private static String host(LocalServer server) {
    return "localhost:" + server.port();
  }

  private Cli cli() {
    return new Cli().variable("HOLDFAST_DIR", folder.toString());
  }

  private static void requireRefused(Cli.Run run) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("localhost", "is not fetched: ")
        .doesNotContain("\tat ")
        .hasLineCount(2);
  }

  @Test
  void aHostOfThisMachine_isRefused_unlessItIsAllowed() {
    String url = on(server, "/bob.md");
    requireRefused(cli().run("personas", "import", url));
    requireRefused(cli().run("personas", "import", "--allow-import-from", "localhost", url));
    assertThat(folder.resolve("bob.md")).doesNotExist();

    Cli.Run run =
        cli().run("personas", "import", "--allow-import-from", "a.test," + host(server), url);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(folder.resolve("bob.md")).hasContent(BOB);
  }

  @Test
  void theVariable_isTheTwinOfTheOption() {
    Cli.Run run =
        cli()
            .variable("HOLDFAST_ALLOW_IMPORT_FROM", "a.test, " + host(server))
            .run("personas", "import", on(server, "/moved"));
    assertThat(run.err()).isEmpty();
    assertThat(folder.resolve("bob.md")).hasContent(BOB);

    Cli.Run wrong =
        cli()
            .variable("HOLDFAST_ALLOW_IMPORT_FROM", "https://a.test")
            .run("personas", "import", on(server, "/bob.md"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("HOLDFAST_ALLOW_IMPORT_FROM", "'https://a.test' is no host");
  }

  @Test
  void aRedirectToAHostThatIsNotAllowed_isRefused() {
    requireRefused(
        cli()
            .run(
                "personas",
                "import",
                "--allow-import-from",
                host(server),
                on(server, "/elsewhere")));
  }

  @Test
  void http_isRefused_alsoFromAnAllowedHost() {
    Cli.Run run =
        cli()
            .run(
                "personas",
                "import",
                "--allow-import-from",
                host(server),
                "http://" + host(server) + "/bob.md");
    requireRefused(run);
    assertThat(run.err()).contains("only https");
  }

  @Test
  void theTools_importFromAnAllowedHost() {
    String url = on(server, "/bob.md");
    List<JsonNode> answers =
        mcp(
            call(2, "import_from_url", "{\"url\":\"%s\"}".formatted(url)),
            call(3, "import_from_url", "{\"url\":\"%s\"}".formatted(url)),
            call(4, "import_from_url", "{\"url\":\"%s\",\"overwrite\":true}".formatted(url)),
            call(5, "import_persona", "{\"source\":\"%s\",\"conflict\":\"skip\"}".formatted(url)),
            call(6, "import_from_url", "{\"url\":\"/etc/bob.md\"}"),
            call(7, "import_from_url", "{\"url\":\"%s\"}".formatted(on(server, "/elsewhere"))));
    assertThat(structured(answers, 2).path("created").asInt()).isEqualTo(1);
    assertThat(structured(answers, 3).toString()).contains("ALREADY_EXISTS");
    assertThat(structured(answers, 4).path("overwritten").asInt()).isEqualTo(1);
    assertThat(structured(answers, 5).path("skipped").asInt()).isEqualTo(1);
    assertThat(structured(answers, 6).toString()).contains("INVALID_ARGUMENT", "import_persona");
    assertThat(structured(answers, 7).toString()).contains("INVALID_VALUE", "is not fetched");
    assertThat(folder.resolve("bob.md")).hasContent(BOB);
  }

  /** One after the other: the calls are answered in the order in which they are made. */
  private List<JsonNode> mcp(String... calls) {
    JsonMapper json = new JsonMapper();
    List<JsonNode> answers = new java.util.ArrayList<>();
    for (String call : calls) {
      String input =
          """
          {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
          "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
          {"jsonrpc":"2.0","method":"notifications/initialized"}
          """
              + call
              + "\n";
      Cli.Run run = cli().input(input).run("mcp", "--allow-import-from", host(server));
      run.out().lines().map(json::readTree).forEach(answers::add);
    }
    return answers;
  }

  private static String call(int id, String tool, String arguments) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}"""
        .formatted(id, tool, arguments);
  }

  private static JsonNode structured(List<JsonNode> answers, int id) {
    return answers.stream()
        .filter(answer -> answer.path("id").asInt() == id)
        .findFirst()
        .orElseThrow()
        .path("result")
        .path("structuredContent");
  }
}
