package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.host.Tracer;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An editor saves a persona between the last look of an edit at the file and its replacement: the
 * process is held before the rename for so long. The save stands, and the edit is refused.
 */
@Timeout(120)
class SaveInBetweenIT {

  /** Long enough to save in, however busy the machine is. */
  private static final String HELD = "delay_enter=5s:when=";

  @TempDir Path parent;
  private Path folder;
  private Path file;

  @BeforeEach
  void prepare() throws IOException {
    Tracer.assumePossible();
    folder = PersonaWorker.prepare(parent);
    file = folder.resolve("ann.md");
  }

  @Test
  void aSaveBetweenTheLastLookAndTheRename_isNotLost() throws Exception {
    try (ForkedJvm store =
        ForkedJvm.of(PersonaWorker.class)
            .arguments(parent.resolve("locks"), folder, "store", Flaw.NONE)
            .start()) {
      String thread = store.await("ready").split(" ", -1)[2];
      store.send("CREATE ann none");
      String _ = store.await("end");
      store.send("EDIT ann license warm -"); // the second edit makes the calls that the third does
      String _ = store.await("end");
      String[] replacement = replacementOf(thread, store);

      try (Tracer tracer = Tracer.attach(thread, replacement[0], HELD + replacement[1])) {
        store.send("EDIT ann license lost -");
        await().atMost(Duration.ofSeconds(30)).until(() -> isHeld(tracer));
        Files.writeString(file, Text.first("ann", "saved").file());
        assertThat(store.await("end")).contains("CHANGED");
      }
      assertThat(file).hasContent(Text.first("ann", "saved").file());

      store.send("EDIT ann license next -");
      assertThat(store.await("end")).endsWith("Ann|1.1|saved|next");
    }
  }

  /** The call that puts the file of an edit into place, and which one of its name it is. */
  private String[] replacementOf(String thread, ForkedJvm store) throws Exception {
    List<String> calls;
    try (Tracer tracer = Tracer.watch(thread)) {
      store.send("EDIT ann license watched -");
      String _ = store.await("end");
      calls = tracer.record();
    }
    String found = calls.stream().filter(this::isReplacement).findFirst().orElseThrow();
    String name = found.substring(0, found.indexOf('('));
    long nth =
        calls.subList(0, calls.indexOf(found) + 1).stream()
            .filter(call -> call.startsWith(name + "("))
            .count();
    return new String[] {name, String.valueOf(nth)};
  }

  private boolean isReplacement(String call) {
    return call.startsWith("rename") && call.contains("\"" + file + "\"");
  }

  private boolean isHeld(Tracer tracer) throws IOException {
    List<String> calls = tracer.recordSoFar();
    return !calls.isEmpty() && isReplacement(calls.getLast()) && !calls.getLast().contains(") = ");
  }
}
