package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What every store promises of many personas at once: import, restore, deletion, reading all. */
public abstract class ManyPersonasContract extends StoreContract {

  /** For subclasses. */
  protected ManyPersonasContract() {}

  private ImportReport importAll(ImportSource source, OnConflict onConflict) throws IOException {
    return store.importAll(source, new ImportOptions(onConflict, false));
  }

  private static List<Outcome> outcomes(ImportReport report) {
    return report.items().stream().map(ImportReport.Item::outcome).toList();
  }

  @Test
  void import_ofNewOnes_writesTheirBytes() throws Exception {
    ImportReport report = importAll(source("Ann", "Bob"), OnConflict.FAIL);
    assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.CREATED);
    assertThat(text("ann.md")).isEqualTo(TestFolder.persona("Ann"));
    assertThat(store.history("Ann").getFirst().change().operation()).isEqualTo(Operation.IMPORT);
  }

  @Test
  void import_ofOneThatIsThere_followsThePolicy() throws Exception {
    Persona _ = store.create(newPersona("Bob"));
    String bob = text("bob.md");
    ImportSource source = source("Ann", "Bob");
    assertThat(refused(Code.ALREADY_EXISTS, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("bob.md");
    assertThat(fileNames()).containsExactly("bob.md");
    assertThat(outcomes(store.importAll(source, new ImportOptions(OnConflict.FAIL, true))))
        .containsExactly(Outcome.CREATED, Outcome.CONFLICT);
    assertThat(fileNames()).containsExactly("bob.md");

    assertThat(outcomes(importAll(source("Bob", "Cid"), OnConflict.SKIP)))
        .containsExactly(Outcome.SKIPPED, Outcome.CREATED);
    assertThat(text("bob.md")).isEqualTo(bob);

    ImportReport renamed = importAll(source("Bob"), OnConflict.RENAME);
    assertThat(renamed.items().getFirst().name()).isEqualTo("Bob 2");
    assertThat(store.get("Bob 2").fileName()).isEqualTo("bob-2.md");

    assertThat(outcomes(importAll(source, OnConflict.OVERWRITE)))
        .containsExactly(Outcome.CREATED, Outcome.OVERWRITTEN);
    assertThat(text("bob.md")).isEqualTo(TestFolder.persona("Bob"));
    UndoResult _ = store.undo("Bob", null, null);
    assertThat(text("bob.md")).isEqualTo(bob);
  }

  @Test
  void import_withAnInvalidOne_changesNothing() {
    ImportSource source =
        source(Map.of("ann.md", TestFolder.persona("Ann"), "bad.md", "---\nname: [\n---\nx"));
    assertThat(refused(Code.INVALID_FILE, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("bad.md");
    assertThat(fileNames()).isEmpty();
  }

  @Test
  void import_thatNamesOneTwice_isRefused() {
    ImportSource source =
        source(Map.of("a.md", TestFolder.persona("Same"), "b.md", TestFolder.persona("SAME")));
    assertThat(refused(Code.INVALID_VALUE, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("twice");
    assertThat(fileNames()).isEmpty();
  }

  @Test
  void restore_bringsBackEverythingAsItWas() throws Exception {
    Persona _ = store.create(newPersona("Ann"));
    Persona _ = store.create(newPersona("Bob"));
    put("broken.md", "no persona at all");
    SortedMap<String, String> before = all();
    assertThat(before.keySet()).containsExactly("ann.md", "bob.md", "broken.md");

    EditResult _ = store.edit("Ann", Map.of("description", "changed"));
    PersonaEntry _ = store.delete("Bob");
    Persona _ = store.create(newPersona("Cid"));
    RestoreReport preview = store.restore(source(before), Optional.empty(), true);
    assertThat(preview)
        .isEqualTo(new RestoreReport(List.of("bob.md"), List.of("ann.md"), List.of("cid.md"), 1));
    assertThat(store.get("Cid").name()).isEqualTo("Cid");
    assertThat(store.restore(source(before), Optional.empty(), false)).isEqualTo(preview);
    assertThat(all()).isEqualTo(before);
    UndoResult _ = store.undo("Cid", null, null);
    assertThat(store.get("Cid").name()).isEqualTo("Cid");
  }

  @Test
  void restore_ofSome_leavesTheOthers() throws Exception {
    Persona _ = store.create(newPersona("Ann"));
    Persona _ = store.create(newPersona("Bob"));
    SortedMap<String, String> before = all();
    EditResult _ = store.edit("Ann", Map.of("description", "changed"));
    EditResult _ = store.edit("Bob", Map.of("description", "changed"));
    RestoreReport _ = store.restore(source(before), Optional.of(Set.of("ann.md")), false);
    assertThat(text("ann.md")).isEqualTo(before.get("ann.md"));
    assertThat(store.get("Bob").description()).isEqualTo("changed");
    assertThat(
            refused(
                Code.NOT_FOUND,
                () -> store.restore(source(before), Optional.of(Set.of("zoe.md")), false)))
        .hasMessageContaining("zoe.md");
  }

  @Test
  void deleteAll_isOneCommit_andCanBeUndone() {
    Persona _ = store.create(newPersona("Ann"));
    Persona _ = store.create(newPersona("Bob"));
    PersonaException _ = refused(Code.NOT_FOUND, () -> store.deleteAll(List.of("Ann", "nobody")));
    assertThat(store.list()).hasSize(2);
    assertThat(store.deleteAll(List.of("Ann", "Bob")))
        .extracting(PersonaEntry::fileName)
        .containsExactly("ann.md", "bob.md");
    assertThat(store.list()).isEmpty();
    UndoResult _ = store.undo("ann", null, null);
    assertThat(store.get("Ann").name()).isEqualTo("Ann");
  }

  @Test
  void import_ofOneWhoseIdIsThere_isTheSamePersona() throws Exception {
    put("ann.md", TestFolder.persona("Ann", "unique_id: x_1"));
    ImportSource renamed = source(Map.of("bob.md", TestFolder.persona("Bob", "unique_id: x_1")));
    assertThat(refused(Code.ALREADY_EXISTS, () -> importAll(renamed, OnConflict.FAIL)))
        .hasMessageContaining("ann.md");
    assertThat(outcomes(importAll(renamed, OnConflict.SKIP))).containsExactly(Outcome.SKIPPED);
    assertThat(outcomes(importAll(renamed, OnConflict.OVERWRITE)))
        .containsExactly(Outcome.OVERWRITTEN);
    assertThat(store.list()).singleElement().extracting(PersonaEntry::slug).isEqualTo("ann");
    assertThat(store.get("Bob").uniqueId()).isEqualTo("x_1");
  }

  @Test
  void import_ofASourceThatFails_changesNothing() {
    ImportSource broken =
        receiver -> {
          receiver.persona("ann.md", TestFolder.persona("Ann").getBytes(UTF_8));
          throw new IOException("the line is cut");
        };
    assertThatIOException()
        .isThrownBy(() -> importAll(broken, OnConflict.FAIL))
        .withMessage("the line is cut");
    assertThatIOException()
        .isThrownBy(() -> store.restore(broken, Optional.empty(), false))
        .withMessage("the line is cut");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void restore_ofAMalformedSource_changesNothing() {
    Persona _ = store.create(newPersona("Ann"));
    ImportSource twice =
        receiver -> {
          receiver.persona("ann.md", "one".getBytes(UTF_8));
          receiver.persona("ann.md", "two".getBytes(UTF_8));
        };
    for (ImportSource source : List.of(twice, source(Map.of("../ann.md", "x")))) {
      PersonaException _ =
          refused(Code.INVALID_VALUE, () -> store.restore(source, Optional.empty(), false));
    }
    assertThat(store.get("Ann").version()).isEqualTo("1.0");
    assertThat(store.history("Ann")).hasSize(1);
  }
}
