package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.file.FileVersion;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.personas.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store promises of the past: history, undo, expected versions. */
public abstract class PersonaHistoryContract extends StoreContract {

  /** For subclasses. */
  protected PersonaHistoryContract() {}

  private List<Operation> operations(String ref) {
    return store.history(ref).stream().map(entry -> entry.change().operation()).toList();
  }

  private static void edit(PersonaStore store, String ref, String description) {
    EditResult _ = store.edit(ref, Map.of("description", description));
  }

  @Test
  void history_tellsWhatWasDoneAndByWhom() {
    Persona _ = store.create(newPersona("Alice"));
    edit(store.as(new Actor("Bob", "Claude 1.0")), "Alice", "one");
    assertThat(operations("Alice")).containsExactly(Operation.EDIT, Operation.CREATE);
    HistoryEntry latest = store.history("Alice").getFirst();
    assertThat(latest.change().who()).isEqualTo(new Actor("Bob", "Claude 1.0"));
    assertThat(latest.change().fields()).containsExactly("description");
    assertThat(latest.change().versionBefore()).isEqualTo("1.0");
    assertThat(latest.change().versionAfter()).isEqualTo("1.1");
    assertThat(latest.change().when()).isEqualTo(TestFolder.NOW);
    assertThat(latest.change().after()).hasToString(store.get("Alice").revision());
    assertThat(latest.kept()).isTrue();
  }

  @Test
  void undo_bringsBackTheVeryBytes_andCanBeUndone() {
    Persona _ = store.create(newPersona("Alice"));
    String first = text("alice.md");
    edit(store, "Alice", "one");
    String second = text("alice.md");
    UndoResult _ = store.undo("Alice", null, null);
    assertThat(text("alice.md")).isEqualTo(first);
    UndoResult _ = store.undo("Alice", null, null);
    assertThat(text("alice.md")).isEqualTo(second);
    edit(store, "Alice", "two");
    UndoResult _ = store.undo("Alice", "1.0", null);
    assertThat(text("alice.md")).isEqualTo(first);
    assertThat(refused(Code.INVALID_VALUE, () -> store.undo("Alice", "1.0", null)))
        .hasMessageContaining("already");
    assertThat(refused(Code.NOT_FOUND, () -> store.undo("Alice", "9.9", null)))
        .hasMessageContaining("9.9");
  }

  @Test
  void undo_ofADeletion_bringsItBack() {
    Persona _ = store.create(newPersona("Alice"));
    String text = text("alice.md");
    PersonaEntry _ = store.delete("Alice");
    assertThat(store.deleted()).extracting(DeletedPersona::name).containsExactly("Alice");
    assertThat(operations("alice")).containsExactly(Operation.DELETE, Operation.CREATE);
    UndoResult _ = store.undo("Alice", null, null);
    assertThat(text("alice.md")).isEqualTo(text);
    assertThat(store.deleted()).isEmpty();
  }

  @Test
  void undo_reachesWhatWasDeletedBefore_aNewOneOfThatName() {
    Persona deleted = store.create(newPersona("Alice"));
    String text = text("alice.md");
    PersonaEntry _ = store.delete("Alice");
    Persona _ = store.create(newPersona("Alice"));
    edit(store, "Alice", "a new one");
    UndoResult _ = store.undo("Alice", deleted.revision(), null);
    assertThat(text("alice.md")).isEqualTo(text);
  }

  @Test
  void rename_movesFileAndHistory_andCanBeUndone() {
    Persona _ = store.create(newPersona("Alice"));
    String text = text("alice.md");
    RenameResult renamed = store.rename("Alice", "Bob Builder", null);
    assertThat(renamed.persona().fileName()).isEqualTo("bob-builder.md");
    assertThat(renamed.persona().name()).isEqualTo("Bob Builder");
    assertThat(renamed.previousFileName()).isEqualTo("alice.md");
    assertThat(fileNames()).containsExactly("bob-builder.md");
    assertThat(operations("Bob Builder")).containsExactly(Operation.RENAME, Operation.CREATE);
    assertThat(store.deleted()).isEmpty();
    Persona _ = store.create(newPersona("Alice"));
    edit(store, "Alice", "another one");
    assertThat(operations("Bob Builder")).containsExactly(Operation.RENAME, Operation.CREATE);
    assertThat(refused(Code.ALREADY_EXISTS, () -> store.undo("Bob Builder", null, null)))
        .hasMessageContaining("alice.md");
    PersonaEntry _ = store.delete("Alice");
    UndoResult _ = store.undo("Bob Builder", null, null);
    assertThat(fileNames()).containsExactly("alice.md");
    assertThat(text("alice.md")).isEqualTo(text);
  }

  @Test
  void rename_backAndForth_isToldOnce() {
    Persona _ = store.create(newPersona("Alice"));
    for (String name : List.of("Bob", "Alice", "Bob", "Alice", "Bob")) {
      RenameResult _ = store.rename(name.equals("Bob") ? "Alice" : "Bob", name, null);
    }
    assertThat(operations("Bob")).hasSize(6).endsWith(Operation.CREATE);
    assertThat(operations("Bob").subList(0, 5)).containsOnly(Operation.RENAME);
    assertThat(store.history("Bob"))
        .extracting(entry -> entry.change().versionAfter())
        .containsExactly("1.5", "1.4", "1.3", "1.2", "1.1", "1.0");
  }

  @Test
  void rename_onTheWayOfAnEarlierOne_doesNotGetIntoItsHistory() {
    Persona _ = store.create(newPersona("Alice"));
    edit(store, "Alice", "the first one");
    RenameResult _ = store.rename("Alice", "Bob", null);
    RenameResult _ = store.rename("Bob", "Carol", null);
    Persona _ = store.create(newPersona("Alice"));
    edit(store, "Alice", "the second one");
    edit(store, "Alice", "and once more");
    RenameResult _ = store.rename("Alice", "Bob", null);
    assertThat(operations("Carol"))
        .containsExactly(Operation.RENAME, Operation.RENAME, Operation.EDIT, Operation.CREATE);
    // What had the same file before is told, too.
    assertThat(operations("Bob"))
        .containsExactly(
            Operation.RENAME,
            Operation.EDIT,
            Operation.EDIT,
            Operation.CREATE,
            Operation.RENAME,
            Operation.EDIT,
            Operation.CREATE);
  }

  @Test
  void renames_thatAreAlike_areToldApart() {
    for (String last : List.of("Carol", "Dora")) {
      Persona _ = store.create(newPersona("Alice"));
      edit(store, "Alice", "for " + last);
      RenameResult _ = store.rename("Alice", "Bob", null);
      RenameResult _ = store.rename("Bob", last, null);
    }
    for (String last : List.of("Carol", "Dora")) {
      assertThat(operations(last))
          .startsWith(Operation.RENAME, Operation.RENAME, Operation.EDIT, Operation.CREATE)
          .hasSize(last.equals("Carol") ? 4 : 7);
      assertThat(new String(store.source(last, "1.1").bytes(), UTF_8)).contains("for " + last);
    }
  }

  @Test
  void rename_toATakenName_isRefused() {
    Persona _ = store.create(newPersona("Alice"));
    Persona _ = store.create(newPersona("Bob"));
    assertThat(refused(Code.ALREADY_EXISTS, () -> store.rename("Alice", "BOB", null)))
        .hasMessageContaining("bob.md");
    assertThat(store.rename("Alice", "ALICE", null).persona().fileName()).isEqualTo("alice.md");
  }

  @Test
  void expected_refusesAChangeOverSomebodyElses() {
    Persona alice = store.create(newPersona("Alice"));
    edit(store, "Alice", "somebody else's");
    String text = text("alice.md");
    for (String stale : List.of(alice.revision(), "1.0")) {
      assertThat(refused(Code.CHANGED, () -> store.edit("Alice", Map.of("author", "X"), stale)))
          .hasMessageContaining("1.1");
      assertThat(refused(Code.CHANGED, () -> store.delete("Alice", stale)))
          .hasMessageContaining("alice.md");
      assertThat(refused(Code.CHANGED, () -> store.rename("Alice", "Bob", stale)))
          .hasMessageContaining("alice.md");
      assertThat(refused(Code.CHANGED, () -> store.undo("Alice", null, stale)))
          .hasMessageContaining("alice.md");
    }
    assertThat(text("alice.md")).isEqualTo(text);
    EditResult _ = store.edit("Alice", Map.of("author", "X"), store.get("Alice").revision());
    PersonaEntry _ = store.delete("Alice", "1.2");
  }

  @Test
  void expected_isTheBeginningOfTheRevision() {
    Persona alice = store.create(newPersona("Alice"));
    String begun = alice.revision().substring(0, 6);
    EditResult edited = store.edit("Alice", Map.of("author", "X"), begun);
    assertThat(refused(Code.CHANGED, () -> store.edit("Alice", Map.of("author", "Y"), begun)))
        .hasMessageContaining(edited.persona().revision());
    String five = edited.persona().revision().substring(0, 5);
    assertThat(refused(Code.CHANGED, () -> store.delete("Alice", five)))
        .hasMessageContaining("alice.md");
    UndoResult _ = store.undo("Alice", null, edited.persona().revision().substring(0, 8));
    PersonaEntry _ = store.delete("Alice", begun.toUpperCase(Locale.ROOT));
  }

  @Test
  void theBeginningOfSeveralRevisions_isRefused() throws Exception {
    List<String> texts = twoThatBeginAlike();
    put("alice.md", texts.getFirst());
    put("alice.md", texts.getLast());
    String revision = store.get("Alice").revision();
    String begun = revision.substring(0, 6);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> store.edit("Alice", Map.of("author", "X"), begun),
            () -> store.delete("Alice", begun),
            () -> store.source("Alice", begun),
            () -> store.undo("Alice", begun, null))) {
      assertThat(refused(Code.INVALID_VALUE, call))
          .hasMessageContaining("2 revisions of alice.md")
          .hasMessageContaining(revision);
    }
    assertThat(text("alice.md")).isEqualTo(texts.getLast());
    PersonaEntry _ = store.delete("Alice", revision);
  }

  /** Of a few thousand texts two have revisions that begin with the same six digits. */
  private static List<String> twoThatBeginAlike() {
    Map<String, String> byBeginning = new HashMap<>();
    for (int i = 0; ; i++) {
      String text = TestFolder.persona("Alice", "author: A" + i);
      String begun = FileVersion.of(text.getBytes(UTF_8)).toString().substring(0, 6);
      String other = byBeginning.put(begun, text);
      if (other != null) {
        return List.of(other, text);
      }
    }
  }

  @Test
  void expected_ofOneThatIsGone_isRefused() {
    Persona alice = store.create(newPersona("Alice"));
    PersonaEntry _ = store.delete("Alice");
    assertThat(refused(Code.CHANGED, () -> store.undo("alice", null, alice.revision())))
        .hasMessageContaining("alice.md");
    assertThat(fileNames()).isEmpty();
  }

  @Test
  void source_givesNowAndThePast() {
    Persona created = store.create(newPersona("Alice"));
    byte[] first = text("alice.md").getBytes(UTF_8);
    edit(store, "Alice", "one");
    assertThat(store.source("Alice", null).revision()).isEqualTo(store.get("Alice").revision());
    assertThat(store.source("Alice", "1.0").bytes()).isEqualTo(first);
    assertThat(store.source("Alice", created.revision().substring(0, 8)).bytes()).isEqualTo(first);
    PersonaEntry _ = store.delete("Alice");
    assertThat(store.source("Alice", "1.0").bytes()).isEqualTo(first);
  }
}
