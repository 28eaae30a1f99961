package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of single personas. */
public abstract class PersonaStoreContract extends StoreContract {

  /** For subclasses. */
  protected PersonaStoreContract() {}

  @ParameterizedTest
  @ValueSource(strings = {"Night Baker", "NIGHT baker", "night baker"})
  void create_ofANameThatIsTaken_isRefusedAndChangesNothing(String name) {
    store.create(newPersona("Night Baker"));
    String before = text("night-baker.md");
    PersonaException refusal = refused(Code.ALREADY_EXISTS, () -> store.create(newPersona(name)));
    assertThat(refusal).hasMessageContaining("night-baker.md").hasMessageContaining(name);
    assertThat(text("night-baker.md")).isEqualTo(before);
    assertThat(fileNames()).hasSize(1);
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
    assertThat(fileNames()).isEmpty();
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
    assertThat(fileNames()).isEmpty();
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
  void edit_ofSource_repairsAnInvalidFile() throws Exception {
    put("a.md", "no front matter");
    String mended = "\ufeff" + TestFolder.persona("A").replace("\n", "\r\n");
    EditResult result = store.edit("a", Map.of("source", mended));
    assertThat(result.persona().name()).isEqualTo("A");
    assertThat(result.changedFields()).containsExactly("source");
    assertThat(text("a.md")).isEqualTo(mended);
    assertThat(store.get("A").version()).isEqualTo("1.0");
  }

  @Test
  void edit_ofSourceThatIsInvalidOrTakesANameOrTheId_isRefusedAndChangesNothing() throws Exception {
    String one = TestFolder.persona("One", "unique_id: one_1");
    put("one.md", one);
    put("two.md", TestFolder.persona("Two"));
    assertThat(
            refused(
                Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", "---\nx: [\n---"))))
        .hasMessageContaining("line ");
    refused(
        Code.ALREADY_EXISTS,
        () -> store.edit("one", Map.of("source", TestFolder.persona("TWO", "unique_id: one_1"))));
    refused(
        Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", TestFolder.persona("One"))));
    refused(Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", "a\ud800")));
    refused(Code.INVALID_VALUE, () -> store.edit("one", Map.of("source", one, "name", "x")));
    assertThat(text("one.md")).isEqualTo(one);
  }

  @Test
  void edit_returnsWhatItDid() throws Exception {
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
    assertThat(text("night-baker.md")).contains("\nai_generated: false\n");
  }

  @Test
  void edit_ofEveryField_canBeReadAgain() throws Exception {
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
    String before = text("night-baker.md");
    PersonaException refusal =
        refused(code, () -> store.edit("night-baker", Map.of("author", "A", field, value)));
    if (code == Code.UNKNOWN_FIELD) {
      assertThat(refusal.hint()).contains("name, description, instructions");
    }
    assertThat(text("night-baker.md")).isEqualTo(before);
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
  void delete_ofValidAndInvalid_tellsWhatWasThere() throws Exception {
    Persona persona = store.create(newPersona("Night Baker"));
    put("broken.md", "broken");
    assertThat(store.delete("Night Baker")).isEqualTo(persona);
    assertThat(store.delete("broken")).isInstanceOf(InvalidPersona.class);
    assertThat(fileNames()).isEmpty();
    refused(Code.NOT_FOUND, () -> store.delete("Night Baker"));
    assertThat(store.create(newPersona("Night Baker")).version()).isEqualTo("1.0");
  }

  @Test
  void list_isSortedByFileName_andHasValidAndInvalidOnes() throws Exception {
    Persona _ = store.create(newPersona("Zoe"));
    Persona _ = store.create(newPersona("Ann"));
    put("mid.md", "no persona");
    assertThat(fileNames()).containsExactly("ann.md", "mid.md", "zoe.md");
    assertThat(store.list().get(1)).isInstanceOf(InvalidPersona.class);
    assertThat(refused(Code.INVALID_FILE, () -> store.get("mid"))).hasMessageContaining("mid.md");
    assertThat(store.validate("mid").valid()).isFalse();
    assertThat(store.validate("ann").valid()).isTrue();
  }

  @Test
  void anotherStore_seesEveryChangeAtItsNextCall() {
    Persona _ = store.create(newPersona("Alice"));
    PersonaStore other = another();
    for (int i = 0; i < 5; i++) {
      EditResult _ = store.edit("alice", Map.of("description", "d" + i));
      assertThat(other.get("Alice").description()).isEqualTo("d" + i);
      EditResult _ = other.edit("ALICE", Map.of("author", "A" + i));
      assertThat(store.list()).containsExactly(other.get("alice"));
    }
    PersonaEntry _ = other.delete("alice");
    refused(Code.NOT_FOUND, () -> store.get("alice"));
  }

  @Test
  void create_ofOneNameByManyThreads_hasOneWinner() throws Exception {
    Persona _ = store.create(newPersona("Keeper"));
    List<PersonaStore> stores = List.of(store, another());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> attempts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        PersonaStore own = stores.get(i % 2);
        attempts.add(threads.submit(() -> isCreated(own)));
      }
      int winners = 0;
      for (Future<Boolean> attempt : attempts) {
        winners += attempt.get() ? 1 : 0;
      }
      assertThat(winners).isOne();
    }
    assertThat(fileNames()).containsExactly("keeper.md", "wanted.md");
  }

  private static boolean isCreated(PersonaStore store) {
    try {
      Persona _ = store.create(newPersona("Wanted"));
      return true;
    } catch (PersonaException e) {
      assertThat(e.code()).isEqualTo(Code.ALREADY_EXISTS);
      return false;
    }
  }

  @Test
  void edit_ofOnePersonaByManyThreads_losesNothing() throws Exception {
    Persona _ = store.create(newPersona("Alice"));
    List<PersonaStore> stores = List.of(store, another());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<EditResult>> edits = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        PersonaStore own = stores.get(i % 2);
        Map<String, String> change = Map.of("description", "edit " + i);
        edits.add(threads.submit(() -> own.edit("alice", change)));
      }
      Set<String> versions = new HashSet<>();
      for (Future<EditResult> edit : edits) {
        assertThat(versions.add(edit.get().persona().version())).isTrue();
      }
    }
    assertThat(store.get("alice").version()).isEqualTo("1.16");
    assertThat(store.history("alice")).hasSize(17);
  }

  @Test
  void as_somebodyWhoCannotBeAnAuthor_isRefused() {
    refused(Code.INVALID_VALUE, () -> store.as(Actor.of("a".repeat(150))));
    assertThat(store.actor()).isEqualTo(MIRA);
    PersonaStore bob = store.as(Actor.of("Bob"));
    assertThat(bob.create(newPersona("Alice")).author()).isEqualTo("Bob");
  }

  @Test
  void close_closesTheStoreForAllWhoUseIt() {
    PersonaStore bob = store.as(Actor.of("Bob"));
    bob.close();
    bob.close();
    assertThat(store.location()).isNotBlank();
    refused(Code.CLOSED, store::list);
    refused(Code.CLOSED, () -> store.get("x"));
    refused(Code.CLOSED, () -> store.create(newPersona("x")));
    refused(Code.CLOSED, () -> store.undo("x", null, null));
    refused(Code.CLOSED, store::deleted);
    refused(Code.CLOSED, bob::reload);
  }
}
