package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.ImportOptions.OnConflict;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyStoreTest {

  @TempDir Path directory;
  private FileLockManager locks;

  @BeforeEach
  void open() {
    locks = FileLockManager.inProcess();
  }

  @AfterEach
  void close() {
    locks.close();
  }

  private PersonaStore readOnly(Path folder) throws IOException {
    return PersonaFolder.openReadOnly(folder, locks, Actor.of("Mira"), Clock.systemUTC());
  }

  @Test
  void openReadOnly_ofAnEmptyFolder_writesNothing() throws IOException {
    try (PersonaStore store = readOnly(directory)) {
      assertThat(store.list()).isEmpty();
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void openReadOnly_ofAFolderThatIsNotThere_failsAndDoesNotMakeIt() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> readOnly(missing)).isInstanceOf(NoSuchFileException.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void changes_areRefused_andReadingIsNot() throws IOException {
    String text = persona("Alice");
    Path file = Files.writeString(directory.resolve("alice.md"), text);
    ImportSource source = receiver -> receiver.persona("bob.md", persona("Bob").getBytes(UTF_8));
    try (PersonaStore opened = readOnly(directory);
        PersonaStore store = opened.as(Actor.of("Somebody else")).readOnly()) {
      refused(Code.READ_ONLY, () -> store.create(newPersona("Bob")));
      refused(Code.READ_ONLY, () -> store.edit("alice", Map.of("author", "A")));
      refused(Code.READ_ONLY, () -> store.rename("alice", "Bob", null));
      refused(Code.READ_ONLY, () -> store.delete("alice"));
      refused(Code.READ_ONLY, () -> store.deleteAll(List.of("alice", "bob")));
      refused(Code.READ_ONLY, () -> store.undo("alice", null, null));
      refused(
          Code.READ_ONLY, () -> store.importAll(source, new ImportOptions(OnConflict.FAIL, false)));
      refused(Code.READ_ONLY, () -> store.restore(source, Optional.empty(), false));

      assertThat(store.importAll(source, new ImportOptions(OnConflict.FAIL, true)).items())
          .hasSize(1);
      assertThat(store.restore(source, Optional.empty(), true).deleted()).hasSize(1);
      assertThat(store.get("alice").name()).isEqualTo("Alice");
      assertThat(store.validate("alice").valid()).isTrue();
      assertThat(store.history("alice")).isEmpty();
      assertThat(store.actor().user()).isEqualTo("Somebody else");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(file).hasContent(text);
  }
}
