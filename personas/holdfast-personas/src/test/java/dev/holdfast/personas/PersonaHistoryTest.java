package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaHistoryTest {

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

  private List<Operation> operations(String ref) {
    return store.history(ref).stream().map(entry -> entry.change().operation()).toList();
  }

  private static void edit(PersonaStore store, String ref, String description) {
    EditResult _ = store.edit(ref, Map.of("description", description));
  }

  @Test
  void history_ofAChangeByHand_saysSo_andKeepsItWhenItIsReplaced() throws Exception {
    Persona _ = store.create(newPersona("Alice"));
    String byHand = folder.text("alice.md") + "by hand";
    Files.writeString(path.resolve("alice.md"), byHand, UTF_8);
    assertThat(operations("Alice")).containsExactly(Operation.OUTSIDE, Operation.CREATE);
    assertThat(refused(Code.NOT_FOUND, () -> store.undo("Alice", null, null)))
        .hasMessageContaining("other means");
    edit(store, "Alice", "after that");
    assertThat(operations("Alice"))
        .containsExactly(Operation.EDIT, Operation.OUTSIDE, Operation.CREATE);
    UndoResult _ = store.undo("Alice", null, null);
    assertThat(folder.text("alice.md")).isEqualTo(byHand);
  }

  @Test
  void history_isBounded() {
    Persona _ = store.create(newPersona("Alice"));
    for (int i = 0; i < 130; i++) {
      edit(store, "Alice", "edit " + i);
    }
    assertThat(store.history("Alice")).hasSizeBetween(100, 110);
  }

  @Test
  void history_ofOneThatIsLongGone_isForgottenAtOpen() throws Exception {
    for (String name : List.of("Alice", "Bob", "Cid")) {
      Persona _ = store.create(newPersona(name));
    }
    PersonaEntry _ = store.delete("Alice");
    PersonaEntry _ = store.delete("Bob");
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    for (String slug : List.of("alice", "cid")) {
      Path _ = Files.setLastModifiedTime(path.resolve(".holdfast-history").resolve(slug), longAgo);
    }
    try (TestFolder again = TestFolder.open(path)) {
      assertThat(again.store.deleted()).extracting(DeletedPersona::name).containsExactly("Bob");
      assertThat(again.store.history("Cid")).hasSize(1);
    }
  }

  @Test
  void create_inTheSecondOfOneThatWasRenamed_getsAnIdOfItsOwn() {
    String first = store.create(newPersona("Alice")).uniqueId();
    RenameResult _ = store.rename("Alice", "Bob", null);
    assertThat(store.create(newPersona("Alice")).uniqueId()).isNotEqualTo(first);
    assertThat(store.get(first).name()).isEqualTo("Bob");
  }
}
