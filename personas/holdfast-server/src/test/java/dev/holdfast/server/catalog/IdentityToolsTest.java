package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.catalog.CatalogFixture.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityToolsTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String authorOfNew(String name) {
    return fixture
        .call(
            "create_persona",
            Map.of("name", name, "description", "d", "category", "gaming", "instructions", "i"))
        .persona()
        .path("author")
        .asString();
  }

  @Test
  void identity_isTheEnvironments_untilItIsSet_andAgainWhenItIsCleared() {
    assertThat(fixture.call("get_user_identity").structured())
        .hasToString("{\"user\":\"tester\",\"fromEnvironment\":true}");
    assertThat(authorOfNew("First")).isEqualTo("tester");
    Answer set =
        fixture.call(
            "set_user_identity", Map.of("username", " Berta Müller ", "email", "b@example.org"));
    assertThat(set.structured())
        .hasToString(
            "{\"user\":\"Berta Müller\",\"fromEnvironment\":false,\"email\":\"b@example.org\"}");
    assertThat(fixture.call("get_user_identity").structured()).isEqualTo(set.structured());
    assertThat(authorOfNew("Second")).isEqualTo("Berta Müller");
    Answer cleared = fixture.call("clear_user_identity");
    assertThat(cleared.field("user")).isEqualTo("tester");
    assertThat(cleared.text()).contains("tester", "environment");
    assertThat(authorOfNew("Third")).isEqualTo("tester");
    assertThat(fixture.call("clear_user_identity").structured()).isEqualTo(cleared.structured());
  }

  @Test
  void setUserIdentity_ofWhatCannotBeAnAuthor_isRefusedAndChangesNothing() {
    for (String name : List.of("x".repeat(101), "two\nlines")) {
      fixture.fail("INVALID_VALUE", "set_user_identity", Map.of("username", name));
    }
    fixture.fail("INVALID_ARGUMENT", "set_user_identity", Map.of("username", " "));
    for (String email : List.of("nobody", "a@b\nc", "a @b", "@")) {
      fixture.fail("INVALID_VALUE", "set_user_identity", Map.of("username", "B", "email", email));
    }
    assertThat(fixture.call("get_user_identity").field("user")).isEqualTo("tester");
  }
}
