package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonaIndexTest {

  private final PersonaIndex index = new PersonaIndex();

  private static Loaded file(String fileName, String name) {
    return Loaded.of(
        Path.of(fileName),
        PersonaFile.parse(fileName, persona(name, "unique_id: id-" + name).getBytes(UTF_8)));
  }

  @Test
  void scan_isTheSameObject_asLongAsNothingChanges() {
    Loaded ann = file("ann.md", "Ann");
    index.put(file("bob.md", "Bob"));
    index.put(ann);
    Scan scan = index.scan();
    assertThat(scan.all()).extracting(Loaded::fileName).containsExactly("ann.md", "bob.md");
    index.put(ann);
    index.remove(Path.of("cid.md"));
    assertThat(index.scan()).isSameAs(scan);
    index.put(file("ann.md", "Ann"));
    assertThat(index.scan()).isNotSameAs(scan);
  }

  @Test
  void put_inThePlaceOfAnother_leavesNothingOfIt() {
    index.put(file("a.md", "Ann"));
    index.put(file("a.md", "Bob"));
    assertThat(index.named(Names.key("Ann"))).isEmpty();
    assertThat(index.identified("id-Ann")).isEmpty();
    assertThat(index.named(Names.key("BOB"))).hasSize(1);
    assertThat(index.identified("id-Bob")).hasSize(1);
    assertThat(index.slugged("A")).hasSize(1);
    index.remove(Path.of("a.md"));
    assertThat(index.named(Names.key("Bob"))).isEmpty();
    assertThat(index.identified("id-Bob")).isEmpty();
    assertThat(index.slugged("a")).isEmpty();
    assertThat(index.scan().all()).isEmpty();
  }

  @Test
  void twoOfOneName_areShownWithAWarningAtTheSecond_untilTheFirstIsGone() {
    index.put(file("b.md", "Ann"));
    index.put(file("a.md", "ann"));
    assertThat(index.named(Names.key("Ann")))
        .extracting(Loaded::fileName)
        .containsExactly("a.md", "b.md");
    List<PersonaEntry> entries = index.scan().entries();
    assertThat(entries.get(0).findings()).isEmpty();
    assertThat(entries.get(1).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("a.md");
    index.remove(Path.of("a.md"));
    assertThat(index.scan().entries()).singleElement().matches(one -> one.findings().isEmpty());
  }

  @Test
  void slugged_comparesAsTextsAreComparedWithoutCase() {
    List<String> slugs =
        List.of(
            "a", "A", "i", "I", "ı", "İ", "s", "S", "ſ", "k", "K", "\u212a", "ß", "ss", "ǆ", "ǅ");
    for (String slug : slugs) {
      index.put(file(slug + ".md", "Name of " + slug));
    }
    for (String slug : slugs) {
      assertThat(index.slugged(slug))
          .extracting(one -> one.entry().slug())
          .containsExactlyInAnyOrderElementsOf(
              slugs.stream().filter(slug::equalsIgnoreCase).toList());
    }
  }
}
