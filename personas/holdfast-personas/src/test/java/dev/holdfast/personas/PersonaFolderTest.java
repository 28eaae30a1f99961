package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaFolderTest {

  @TempDir Path directory;

  private TestFolder folder;

  private PersonaStore store;

  @BeforeEach
  void open() {
    folder = TestFolder.empty(directory);
    store = folder.store;
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void create_writesTheFileWithEveryField() {
    Persona persona =
        store.create(
            new NewPersona(
                "Night \"Baker\"",
                "Bakes\nat night",
                "creative",
                "# Bake\n",
                List.of("a", "b, c")));
    assertThat(persona.fileName()).isEqualTo("night-baker.md");
    assertThat(folder.text("night-baker.md"))
        .isEqualTo(
            """
            ---
            name: "Night \\"Baker\\""
            description: "Bakes\\nat night"
            unique_id: "night-baker_20260304-050607_mira-test"
            author: "Mira Test"
            triggers: ["a", "b, c"]
            version: "1.0"
            category: "creative"
            age_rating: "all"
            content_flags: ["user-created"]
            ai_generated: true
            generation_method: "Claude"
            price: "free"
            revenue_split: "80/20"
            license: "CC-BY-SA-4.0"
            created_date: "2026-03-04"
            ---

            # Bake
            """);
    assertThat(store.get("night-baker")).isEqualTo(persona);
    assertThat(persona.findings()).isEmpty();
    assertThat(folder.fileNames()).containsExactly("night-baker.md");
  }

  @Test
  void create_whereAHandMadeFileElsewhereHasTheName_isRefused() {
    folder.put("zzz.md", persona("Night Baker"));
    assertThat(refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("night BAKER"))))
        .hasMessageContaining("zzz.md");
  }

  @Test
  void create_whereABrokenFileHasTheFileName_isRefusedAndLeavesIt() {
    folder.put("Night-Baker.md", "broken");
    PersonaException refusal =
        refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("Night Baker")));
    assertThat(refusal).hasMessageContaining("Night-Baker.md").hasMessageContaining("front matter");
    assertThat(folder.fileNames()).containsExactly("Night-Baker.md");
    assertThat(folder.text("Night-Baker.md")).isEqualTo("broken");
  }

  @Test
  void get_prefersFileNameThenSlugThenIdThenName() {
    folder.put("one.md", persona("two", "unique_id: three"));
    folder.put("two.md", persona("three", "unique_id: one.md"));
    folder.put("Four.MD", persona("four", "unique_id: x"));
    assertThat(store.get("one.md").slug()).isEqualTo("one");
    assertThat(store.get("two").slug()).isEqualTo("two");
    assertThat(store.get("three").slug()).isEqualTo("one");
    assertThat(store.get("THREE").slug()).isEqualTo("one");
    assertThat(store.get("four").slug()).isEqualTo("Four");
    assertThat(store.get("four.md").fileName()).isEqualTo("Four.MD");
    assertThat(store.edit("x", Map.of("author", "A")).persona().fileName()).isEqualTo("Four.MD");
  }

  @Test
  void list_ofNamesThatAreTwice_warnsAndTheNameIsAmbiguous() {
    folder.put("foo-bar.md", persona("Foo Bar"));
    folder.put("other.md", persona("FOO bar"));
    assertThat(store.list())
        .extracting(e -> e.fileName() + " " + e.findings().stream().map(Finding::rule).toList())
        .containsExactly("foo-bar.md []", "other.md [name.unique]");
    assertThat(store.validate("other").findings())
        .extracting(Finding::rule)
        .contains("name.unique");
    assertThat(store.validate("other").valid()).isTrue();
    for (var call :
        List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> store.get("Foo Bar"),
            () -> store.edit("Foo Bar", Map.of("author", "A")),
            () -> store.delete("Foo Bar"))) {
      assertThat(refused(Code.INVALID_VALUE, call))
          .hasMessageContaining("foo-bar.md")
          .hasMessageContaining("other.md");
    }
    assertThat(store.edit("other", Map.of("author", "A")).persona().author()).isEqualTo("A");
    assertThat(folder.fileNames()).hasSize(2);
  }

  @Test
  void edit_byNameRightAfterOpen_seesThatItIsTwice() {
    folder.put("foo-bar.md", persona("Foo Bar"));
    folder.put("other.md", persona("Foo Bar"));
    refused(Code.INVALID_VALUE, () -> store.edit("Foo Bar", Map.of("author", "A")));
  }

  @Test
  void list_showsInvalidFilesWithTheReason() {
    folder.put("a.md", "no front matter");
    folder.put("b.MD", persona("B"));
    folder.put("c.md", "---\nname: C\n---\n");
    folder.put("d.txt", persona("D"));
    folder.put(".hidden.md", persona("E"));
    assertThat(store.list())
        .extracting(e -> e.getClass().getSimpleName() + " " + e.fileName())
        .containsExactly("InvalidPersona a.md", "Persona b.MD", "InvalidPersona c.md");
    assertThat(refused(Code.INVALID_FILE, () -> store.get("a")))
        .hasMessageContaining("a.md")
        .hasMessageContaining("does not begin with front matter");
    ValidationReport report = store.validate("C");
    assertThat(report.valid()).isFalse();
    assertThat(report.findings())
        .extracting(Finding::rule)
        .containsExactly("description.required", "instructions.required");
  }

  @Test
  void edit_byHandBetweenTwoEdits_isKept() {
    store.create(newPersona("Night Baker"));
    store.edit("night-baker", Map.of("description", "one"));
    folder.put("night-baker.md", folder.text("night-baker.md").replace("Do as", "By hand, do as"));
    store.edit("night-baker", Map.of("author", "A"));
    assertThat(store.get("night-baker").instructions()).startsWith("By hand");
    assertThat(store.get("night-baker").description()).isEqualTo("one");
  }

  @Test
  void anotherStoreOnTheFolder_seesEveryChangeAtItsNextCall() {
    try (TestFolder other = TestFolder.open(directory)) {
      store.create(newPersona("Night Baker"));
      assertThat(other.store.list()).hasSize(6); // it found an empty folder: the samples
      for (int i = 0; i < 20; i++) {
        store.edit("night-baker", Map.of("description", "d" + i));
        assertThat(other.store.get("Night Baker").description()).isEqualTo("d" + i);
        assertThat(other.store.list()).contains(store.get("night-baker"));
      }
      store.delete("night-baker");
      refused(Code.NOT_FOUND, () -> other.store.get("night-baker"));
      assertThat(other.store.list()).hasSize(5);
    }
  }

  @Test
  void close_refusesFurtherCalls() {
    store.close();
    store.close();
    assertThat(store.location()).isEqualTo(directory.toAbsolutePath().toString());
    refused(Code.CLOSED, store::list);
    refused(Code.CLOSED, () -> store.get("x"));
    refused(Code.CLOSED, () -> store.create(newPersona("x")));
    refused(Code.CLOSED, store::reload);
  }
}
