package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"Night Baker", "NIGHT baker", "night baker"})
  void create_ofANameThatIsTaken_isRefusedAndChangesNothing(String name) {
    store.create(newPersona("Night Baker"));
    String before = folder.text("night-baker.md");
    PersonaException refusal = refused(Code.ALREADY_EXISTS, () -> store.create(newPersona(name)));
    assertThat(refusal).hasMessageContaining("night-baker.md").hasMessageContaining(name);
    assertThat(folder.text("night-baker.md")).isEqualTo(before);
    assertThat(folder.fileNames()).hasSize(1);
  }

  @Test
  void create_ofAnotherNameWithTheSameSlug_getsAFileOfItsOwn() {
    assertThat(store.create(newPersona("Night Baker")).fileName()).isEqualTo("night-baker.md");
    Persona second = store.create(newPersona("Night-Baker!"));
    assertThat(second.fileName()).matches("night-baker-[0-9a-f]{8}\\.md");
    refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("night-baker!")));
    assertThat(store.get("Night-Baker!").fileName()).isEqualTo(second.fileName());
    assertThat(store.list()).hasSize(2);
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
  void create_ofBadValues_namesEveryRuleAndChangesNothing() {
    PersonaException refusal =
        refused(
            Code.INVALID_VALUE,
            () ->
                store.create(
                    new NewPersona(" ", "d".repeat(501), "cooking", "", List.of("t".repeat(51)))));
    assertThat(refusal)
        .hasMessageContaining("name is only blanks")
        .hasMessageContaining("description has 501 characters; at most 500")
        .hasMessageContaining("creative, professional, educational, gaming, personal")
        .hasMessageContaining("has 51 characters; at most 50")
        .hasMessageContaining("instructions are empty");
    assertThat(folder.fileNames()).isEmpty();
  }

  @Test
  void create_ofTooMuch_isRefusedWithTheLimit() {
    NewPersona large =
        new NewPersona("a", "d", "gaming", "x".repeat(PersonaRules.MAX_FILE_BYTES), List.of());
    assertThat(refused(Code.INVALID_VALUE, () -> store.create(large)))
        .hasMessageContaining("524288");
    List<String> many = java.util.Collections.nCopies(2_000, "t".repeat(50));
    assertThat(
            refused(
                Code.INVALID_VALUE,
                () -> store.create(new NewPersona("a", "d", "gaming", "i", many))))
        .hasMessageContaining("65536");
    assertThat(folder.fileNames()).isEmpty();
  }

  @Test
  void get_findsByFileNameSlugIdAndName() {
    Persona persona = store.create(newPersona("Ναύτης of the Sea"));
    for (String ref :
        List.of(
            persona.fileName(),
            persona.slug(),
            persona.slug().toUpperCase(java.util.Locale.ROOT),
            persona.uniqueId(),
            persona.name(),
            "ΝΑΎΤΗΣ OF THE SEA")) {
      assertThat(store.get(ref)).as(ref).isEqualTo(persona);
      assertThat(store.edit(ref, Map.of("version", "1.0")).persona().name())
          .isEqualTo(persona.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"語", "👩🏽‍🚒", "x", "é"})
  void get_byTheLongestNames_finds(String character) {
    String name = character.repeat(100 / character.codePointCount(0, character.length()));
    Persona persona = store.create(newPersona(name));
    assertThat(store.get(name)).isEqualTo(persona);
    assertThat(store.edit(name, Map.of("author", "A")).persona().name()).isEqualTo(name);
    refused(Code.NOT_FOUND, () -> store.get(name + "?"));
    refused(Code.NOT_FOUND, () -> store.get(name.repeat(50)));
    assertThat(store.delete(name).fileName()).isEqualTo(persona.fileName());
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

  @ParameterizedTest
  @ValueSource(strings = {"none", "", " ", "none.md", "a_20260101-000000_b", "日本語"})
  void get_ofAnUnknownRef_isNotFoundAndTellsWhatThereIs(String ref) {
    store.create(newPersona("Night Baker"));
    assertThat(refused(Code.NOT_FOUND, () -> store.get(ref)).hint()).contains("night-baker.md");
    refused(Code.NOT_FOUND, () -> store.edit(ref, Map.of("author", "A")));
    refused(Code.NOT_FOUND, () -> store.delete(ref));
    refused(Code.NOT_FOUND, () -> store.validate(ref));
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
  void edit_ofSource_repairsAnInvalidFile() {
    folder.put("a.md", "no front matter");
    String mended = "\ufeff" + persona("A").replace("\n", "\r\n");
    EditResult result = store.edit("a", Map.of("source", mended));
    assertThat(result.persona().name()).isEqualTo("A");
    assertThat(result.changedFields()).containsExactly("source");
    assertThat(folder.text("a.md")).isEqualTo(mended);
    assertThat(store.get("A").version()).isEqualTo("1.0");
  }

  @Test
  void edit_ofSourceThatIsInvalidOrTakesANameOrTheId_isRefusedAndChangesNothing() {
    String one = persona("One", "unique_id: one_1");
    folder.put("one.md", one);
    folder.put("two.md", persona("Two"));
    assertThat(
            refused(
                Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", "---\nx: [\n---"))))
        .hasMessageContaining("line ");
    refused(
        Code.ALREADY_EXISTS,
        () -> store.edit("one", Map.of("source", persona("TWO", "unique_id: one_1"))));
    refused(Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", persona("One"))));
    refused(Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", "a\ud800")));
    refused(Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", one, "name", "x")));
    assertThat(folder.text("one.md")).isEqualTo(one);
  }

  @Test
  void edit_returnsWhatItDid() {
    store.create(newPersona("Night Baker"));
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("Age-Rating", "13+");
    changes.put("contentFlags", "a, b");
    changes.put("AI_GENERATED", "False");
    EditResult result = store.edit("night-baker", changes);
    assertThat(result.previousVersion()).isEqualTo("1.0");
    assertThat(result.changedFields())
        .containsExactly("age_rating", "content_flags", "ai_generated");
    assertThat(result.persona()).isEqualTo(store.get("night-baker"));
    assertThat(result.persona().version()).isEqualTo("1.1");
    assertThat(result.persona().ageRating()).isEqualTo("13+");
    assertThat(result.persona().contentFlags()).containsExactly("a", "b");
    assertThat(result.persona().aiGenerated()).isFalse();
    assertThat(folder.text("night-baker.md")).contains("\nai_generated: false\n");
  }

  @Test
  void edit_ofEveryField_canBeReadAgain() {
    store.create(newPersona("Night Baker"));
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : PersonaRules.EDITABLE_FIELDS) {
      values.put(
          field,
          switch (field) {
            case "category" -> "personal";
            case "version" -> "2.5";
            case "age_rating" -> "18+";
            case "generation_method" -> "human";
            case "ai_generated" -> "false";
            case "price" -> "$9.99";
            case "created_date" -> "2025-12-31";
            default -> "new " + field;
          });
    }
    values.remove("source");
    Persona persona = store.edit("night-baker", values).persona();
    store.reload();
    assertThat(store.get("night-baker")).isEqualTo(persona);
    assertThat(persona.name()).isEqualTo("new name");
    assertThat(persona.version()).isEqualTo("2.5");
    assertThat(persona.triggers()).containsExactly("new triggers");
    assertThat(persona.license()).isEqualTo("new license");
    assertThat(persona.instructions()).isEqualTo("new instructions");
  }

  @ParameterizedTest
  @CsvSource({
    "mood, x, UNKNOWN_FIELD",
    "unique_id, x, INVALID_VALUE",
    "UniqueId, x, INVALID_VALUE",
    "category, cooking, INVALID_VALUE",
    "category, '', INVALID_VALUE",
    "name, '', INVALID_VALUE",
    "name, 'a\nb', INVALID_VALUE",
    "description, '', INVALID_VALUE",
    "instructions, ' ', INVALID_VALUE",
    "triggers, 'a,,b', INVALID_VALUE",
    "version, latest, INVALID_VALUE",
    "price, cheap, INVALID_VALUE",
    "ai_generated, maybe, INVALID_VALUE",
    "license, 'a\ud800', INVALID_VALUE",
  })
  void edit_ofABadFieldOrValue_isRefusedAndChangesNothing(String field, String value, Code code) {
    store.create(newPersona("Night Baker"));
    String before = folder.text("night-baker.md");
    PersonaException refusal =
        refused(code, () -> store.edit("night-baker", Map.of("author", "A", field, value)));
    if (code == Code.UNKNOWN_FIELD) {
      assertThat(refusal.hint()).contains("name, description, instructions");
    }
    assertThat(folder.text("night-baker.md")).isEqualTo(before);
  }

  @Test
  void edit_ofNothing_isRefused() {
    store.create(newPersona("Night Baker"));
    refused(Code.INVALID_VALUE, () -> store.edit("night-baker", Map.of()));
    refused(
        Code.INVALID_VALUE,
        () -> store.edit("night-baker", Map.of("age_rating", "all", "ageRating", "all")));
  }

  @Test
  void edit_ofTheName_keepsTheFileAndTheNameUnique() {
    store.create(newPersona("Night Baker"));
    store.create(newPersona("Day Baker"));
    assertThat(
            refused(
                Code.ALREADY_EXISTS, () -> store.edit("day-baker", Map.of("name", "night BAKER"))))
        .hasMessageContaining("night-baker.md");
    Persona renamed = store.edit("day-baker", Map.of("name", "Dusk Baker")).persona();
    assertThat(renamed.fileName()).isEqualTo("day-baker.md");
    assertThat(store.get("dusk baker")).isEqualTo(renamed);
    refused(Code.ALREADY_EXISTS, () -> store.create(newPersona("Dusk Baker")));
    assertThat(store.create(newPersona("Day Baker")).fileName())
        .matches("day-baker-[0-9a-f]{8}.md");
    assertThat(store.edit("day-baker", Map.of("name", "DUSK BAKER")).persona().name())
        .isEqualTo("DUSK BAKER");
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
  void delete_ofValidAndInvalid_tellsWhatWasThere() {
    Persona persona = store.create(newPersona("Night Baker"));
    folder.put("broken.md", "broken");
    assertThat(store.delete("Night Baker")).isEqualTo(persona);
    assertThat(store.delete("broken")).isInstanceOf(InvalidPersona.class);
    assertThat(folder.fileNames()).isEmpty();
    refused(Code.NOT_FOUND, () -> store.delete("Night Baker"));
    assertThat(store.create(newPersona("Night Baker")).version()).isEqualTo("1.0");
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
