package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.ImportReport.Outcome;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Import, restore, deletion of many, and reading all of one instant. */
class ManyPersonasTest {

  @TempDir Path path;
  private TestFolder folder;
  private PersonaStore store;

  @BeforeEach
  void open() {
    folder = TestFolder.empty(path);
    store = folder.store;
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private static ImportSource source(Map<String, String> files) {
    return receiver -> {
      for (Map.Entry<String, String> file : files.entrySet()) {
        receiver.persona(file.getKey(), file.getValue().getBytes(UTF_8));
      }
    };
  }

  private static ImportSource source(String... names) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name.toLowerCase(Locale.ROOT) + ".md", persona(name));
    }
    return source(files);
  }

  private ImportReport importAll(ImportSource source, OnConflict onConflict) throws IOException {
    return store.importAll(source, new ImportOptions(onConflict, false));
  }

  private static List<Outcome> outcomes(ImportReport report) {
    return report.items().stream().map(ImportReport.Item::outcome).toList();
  }

  private SortedMap<String, String> all() throws IOException {
    return all(store);
  }

  private static SortedMap<String, String> all(PersonaStore store) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    store.readAll((fileName, content) -> all.put(fileName, new String(content, UTF_8)));
    return all;
  }

  @Test
  void import_ofNewOnes_writesTheirBytes() throws IOException {
    ImportReport report = importAll(source("Ann", "Bob"), OnConflict.FAIL);
    assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.CREATED);
    assertThat(folder.text("ann.md")).isEqualTo(persona("Ann"));
    assertThat(store.history("Ann").getFirst().change().operation()).isEqualTo(Operation.IMPORT);
  }

  @Test
  void import_ofOneThatIsThere_followsThePolicy() throws IOException {
    Persona _ = store.create(newPersona("Bob"));
    String bob = folder.text("bob.md");
    ImportSource source = source("Ann", "Bob");
    assertThat(refused(Code.ALREADY_EXISTS, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("bob.md");
    assertThat(folder.fileNames()).containsExactly("bob.md");
    assertThat(outcomes(store.importAll(source, new ImportOptions(OnConflict.FAIL, true))))
        .containsExactly(Outcome.CREATED, Outcome.CONFLICT);
    assertThat(folder.fileNames()).containsExactly("bob.md");

    assertThat(outcomes(importAll(source("Bob", "Cid"), OnConflict.SKIP)))
        .containsExactly(Outcome.SKIPPED, Outcome.CREATED);
    assertThat(folder.text("bob.md")).isEqualTo(bob);

    ImportReport renamed = importAll(source("Bob"), OnConflict.RENAME);
    assertThat(renamed.items().getFirst().name()).isEqualTo("Bob 2");
    assertThat(store.get("Bob 2").fileName()).isEqualTo("bob-2.md");

    assertThat(outcomes(importAll(source, OnConflict.OVERWRITE)))
        .containsExactly(Outcome.CREATED, Outcome.OVERWRITTEN);
    assertThat(folder.text("bob.md")).isEqualTo(persona("Bob"));
    UndoResult _ = store.undo("Bob", null, null);
    assertThat(folder.text("bob.md")).isEqualTo(bob);
  }

  @Test
  void import_withAnInvalidOne_changesNothing() {
    ImportSource source =
        source(Map.of("ann.md", persona("Ann"), "bad.md", "---\nname: [\n---\nx"));
    assertThat(refused(Code.INVALID_FILE, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("bad.md");
    assertThat(folder.fileNames()).isEmpty();
  }

  @Test
  void import_ofHostileFileNames_staysInTheFolder() throws IOException {
    ImportReport report =
        importAll(
            source(
                Map.of(
                    "../../evil.md", persona("Evil"), "con.md", persona("Con"), "", persona("X"))),
            OnConflict.FAIL);
    assertThat(report.items()).hasSize(3);
    assertThat(folder.fileNames())
        .hasSize(3)
        .contains("evil.md", "x.md")
        .allMatch(name -> name.matches("[a-z0-9-]+\\.md"));
  }

  @Test
  void import_thatNamesOneTwice_isRefused() {
    ImportSource source = source(Map.of("a.md", persona("Same"), "b.md", persona("SAME")));
    assertThat(refused(Code.INVALID_VALUE, () -> importAll(source, OnConflict.FAIL)))
        .hasMessageContaining("twice");
    assertThat(folder.fileNames()).isEmpty();
  }

  @Test
  void restore_bringsBackEverythingAsItWas() throws IOException {
    Persona _ = store.create(newPersona("Ann"));
    Persona _ = store.create(newPersona("Bob"));
    folder.put("broken.md", "no persona at all");
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
  void restore_ofSome_leavesTheOthers() throws IOException {
    Persona _ = store.create(newPersona("Ann"));
    Persona _ = store.create(newPersona("Bob"));
    SortedMap<String, String> before = all();
    EditResult _ = store.edit("Ann", Map.of("description", "changed"));
    EditResult _ = store.edit("Bob", Map.of("description", "changed"));
    RestoreReport _ = store.restore(source(before), Optional.of(Set.of("ann.md")), false);
    assertThat(folder.text("ann.md")).isEqualTo(before.get("ann.md"));
    assertThat(store.get("Bob").description()).isEqualTo("changed");
    assertThat(
            refused(
                Code.NOT_FOUND,
                () -> store.restore(source(before), Optional.of(Set.of("zoe.md")), false)))
        .hasMessageContaining("zoe.md");
  }

  @Test
  void readAll_byManyAtOnce_doesNotHurtAnother() throws Exception {
    Persona _ = store.create(newPersona("Ann"));
    SortedMap<String, String> before = all();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Callable<Void> task =
            () -> {
              try (TestFolder one = TestFolder.open(path)) { // with locks of its own
                for (int times = 0; times < 10; times++) {
                  assertThat(all(one.store)).isEqualTo(before);
                }
              }
              return null;
            };
        reading.add(pool.submit(task));
      }
      for (Future<?> each : reading) {
        each.get();
      }
    }
    assertThat(path.resolve(".holdfast-views")).isEmptyDirectory();
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
  void nothingIsLeft() throws IOException {
    ImportReport _ = importAll(source("Ann", "Bob"), OnConflict.FAIL);
    SortedMap<String, String> _ = all();
    assertThat(path.resolve(".holdfast-views")).isEmptyDirectory();
    assertThat(path.resolve(".holdfast-tree")).isEmptyDirectory();
  }
}
