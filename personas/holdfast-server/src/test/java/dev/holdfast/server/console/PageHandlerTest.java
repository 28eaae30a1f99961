package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogOptions;
import dev.holdfast.server.console.ConsoleFixture.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageHandlerTest {

  private static final Pattern REFERENCE =
      Pattern.compile("(?:from '\\./|import '\\./|href=\"|src=\")([a-z.]+)['\"]");

  @TempDir static Path directory;

  private static ConsoleFixture console;

  @BeforeAll
  static void start() throws IOException {
    console = new ConsoleFixture(directory, CatalogOptions.of("1"));
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void page_allowsNothingButItself() throws Exception {
    Answer page = console.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.response().body())
        .doesNotContain("<style", " style=", " onclick=", "http://", "https://")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void everyFileThatAFileNames_isThere() throws Exception {
    Set<String> seen = new HashSet<>();
    follow("index.html", seen);
    assertThat(seen).contains("console.css", "app.js", "locks.js", "text.js", "mark.svg");
  }

  private static void follow(String name, Set<String> seen) throws Exception {
    if (!seen.add(name)) {
      return;
    }
    Answer file = console.get("/" + name);
    assertThat(file.status()).as(name).isEqualTo(200);
    Matcher reference = REFERENCE.matcher(file.response().body());
    while (reference.find()) {
      follow(reference.group(1), seen);
    }
  }

  @Test
  void file_thatTheBrowserHas_isNotSentAgain() throws Exception {
    String tag = console.get("/app.js").header("ETag");
    Answer again =
        console.send(HttpRequest.newBuilder(console.uri("/app.js")).header("If-None-Match", tag));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index",
        "/Console.class",
        "/../version.properties",
        "//app.js",
        "/%2e%2e/x",
        "/x"
      })
  void whatIsNoFileOfThePage_isNotThere(String path) throws Exception {
    assertThat(console.get(path).status()).isBetween(400, 404);
  }
}
