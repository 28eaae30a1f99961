package dev.holdfast.personas;

import static dev.holdfast.personas.Refusals.refused;
import static dev.holdfast.personas.TestFolder.newPersona;
import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.history.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An editor saves a file in the middle of a change of the store: after it was read. */
class OtherHandsTest {

  @TempDir Path path;

  /** Runs once, when a change asks for the time: it has read the file, and written nothing. */
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

  private TestFolder folder;
  private PersonaStore store;

  private final class Interrupting extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      Runnable now = meanwhile.getAndSet(null);
      if (now != null) {
        now.run();
      }
      return TestFolder.NOW;
    }
  }

  @BeforeEach
  void open() {
    TestFolder.empty(path).close();
    folder = TestFolder.open(path, new Interrupting());
    store = folder.store;
    for (String sample : Samples.FILE_NAMES) {
      folder.remove(sample); // it found an empty folder
    }
    Persona _ = store.create(newPersona("Alice"));
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private String saveMeanwhile() {
    String text = persona("Alice", "license: by hand");
    meanwhile.set(() -> folder.put("alice.md", text));
    return text;
  }

  private List<Operation> operations() {
    return store.history("alice").stream().map(entry -> entry.change().operation()).toList();
  }

  @Test
  void edit_overASave_isRefused_andNoHistoryTellsOfIt() {
    String saved = saveMeanwhile();
    PersonaException _ =
        refused(Code.CHANGED, () -> store.edit("alice", Map.of("author", "Somebody")));
    assertThat(folder.text("alice.md")).isEqualTo(saved);
    assertThat(operations()).containsExactly(Operation.OUTSIDE, Operation.CREATE);
  }

  @Test
  void delete_overASave_isRefused() {
    String saved = saveMeanwhile();
    PersonaException _ = refused(Code.CHANGED, () -> store.delete("alice"));
    assertThat(folder.text("alice.md")).isEqualTo(saved);
    assertThat(operations()).containsExactly(Operation.OUTSIDE, Operation.CREATE);
  }

  @Test
  void rename_overASave_isRefused_andNoHistoryTellsOfIt() {
    String saved = saveMeanwhile();
    PersonaException _ = refused(Code.CHANGED, () -> store.rename("alice", "Bob", null));
    assertThat(folder.text("alice.md")).isEqualTo(saved);
    assertThat(folder.fileNames()).containsExactly("alice.md");
    assertThat(operations()).containsExactly(Operation.OUTSIDE, Operation.CREATE);
  }

  @Test
  void restore_overASave_isRefused() throws Exception {
    String saved = saveMeanwhile();
    ImportSource source =
        receiver -> receiver.persona("alice.md", persona("Alice").getBytes(UTF_8));
    PersonaException _ =
        refused(Code.CHANGED, () -> store.restore(source, Optional.empty(), false));
    assertThat(folder.text("alice.md")).isEqualTo(saved);
    assertThat(operations()).containsExactly(Operation.OUTSIDE, Operation.CREATE);
  }
}
