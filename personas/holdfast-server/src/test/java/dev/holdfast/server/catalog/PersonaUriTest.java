package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonaUriTest {

  @ParameterizedTest
  @CsvSource({
    "alice.md, persona://alice",
    "Alice.md, persona://Alice",
    "night baker.md, persona://night%20baker",
    "Käse.md, persona://K%C3%A4se",
    "🦊.md, persona://%F0%9F%A6%8A",
    "100%.md, persona://100%25",
    "a?b#c.md, persona://a%3Fb%23c",
    "A.MD, persona://A.MD",
    "a.md.md, persona://a.md.md",
  })
  void uri_ofAFile_leadsBackToIt(String fileName, String uri) {
    assertThat(new PersonaUri(fileName, false)).hasToString(uri);
    assertThat(new PersonaUri(fileName, true)).hasToString(uri + "/history");
    assertThat(PersonaUri.parse(uri)).contains(new PersonaUri(fileName, false));
    assertThat(PersonaUri.parse(uri + "/history")).contains(new PersonaUri(fileName, true));
  }

  @Test
  void uris_ofDifferentFiles_differ() {
    List<String> names =
        List.of("a.md", "A.md", "a.MD", "a.md.md", "a.md.MD", "a.MD.md", "a%2Emd.md", "a .md");
    Set<String> uris = new HashSet<>();
    names.forEach(name -> uris.add(new PersonaUri(name, false).toString()));
    assertThat(uris).hasSameSizeAs(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "file:///alice",
        "persona:alice",
        "persona://",
        "persona:///history",
        "persona://a/b",
        "persona://../etc/passwd",
        "persona://a b",
        "persona://Käse",
        "persona://K%c3%a4se",
        "persona://%61",
        "persona://%",
        "persona://%2",
        "persona://%zz",
        "persona://%FF",
        "persona://alice.md",
        "persona://alice/history/",
        "persona://alice?x",
        "PERSONA://alice",
      })
  void uri_thatNoFileHas_leadsNowhere(String uri) {
    assertThat(PersonaUri.parse(uri)).isEmpty();
  }
}
