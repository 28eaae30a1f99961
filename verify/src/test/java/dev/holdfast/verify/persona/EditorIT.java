package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.Persona;
import dev.holdfast.personas.PersonaEntry;
import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.testkit.fork.ForkedJvm;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An editor saves a persona again and again, in place and slowly, while the store lists, reads and
 * edits it: nothing torn is shown as long as the editor does not pause for too long, and a save
 * that was complete before an edit began is not missing after it.
 */
@Timeout(120)
class EditorIT {

  private static final int SAVES = 20;

  /** Half of what a store waits for quiet: an editor that pauses for longer may be read torn. */
  private static final Duration TOO_LONG = Duration.ofMillis(50);

  @TempDir Path parent;

  /** What the editor said. */
  private record Save(String token, long startNanos, long endNanos, long longestPauseNanos) {
    static Save parse(String line) {
      String[] words = line.split(" ", -1);
      return new Save(
          words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    boolean isSlow() {
      return longestPauseNanos > TOO_LONG.toNanos();
    }
  }

  /** What the store said: the token of the editor in what it read or wrote, or a complaint. */
  private record Seen(String what, long startNanos, long endNanos) {}

  @Test
  void savesInPlace_areNeverShownTorn_norOverwritten() throws Exception {
    long seed = Long.getLong("holdfast.seed", new Random().nextLong());
    System.out.println("EditorIT: -Dholdfast.seed=" + seed);
    Path folder = PersonaWorker.prepare(parent);
    List<Save> saves = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    try (FileLockManager locks = FileLockManager.open(parent.resolve("locks"));
        PersonaStore store =
            PersonaFolder.open(folder, locks, Actor.of("store"), Clock.systemUTC());
        ExecutorService threads = Executors.newCachedThreadPool();
        ForkedJvm editor =
            ForkedJvm.of(EditorWorker.class).arguments(folder.resolve("ann.md")).start()) {
      String _ =
          new PersonaWorker(store, "first", Flaw.NONE)
              .perform(Action.of(Action.Kind.CREATE, "ann", "none"));
      String _ = editor.await("ready");
      Future<List<Seen>> gets = threads.submit(often(done, () -> get(store)));
      Future<List<Seen>> lists = threads.submit(often(done, () -> list(store)));
      Future<List<Seen>> edits = threads.submit(often(done, () -> edit(store)));
      editor.send("%d %d".formatted(seed, SAVES));
      try {
        for (int i = 0; i < SAVES; i++) {
          saves.add(Save.parse(editor.await("saved")));
        }
      } finally {
        done.set(true);
      }
      requireWhole(gets.get(), saves);
      requireWhole(lists.get(), saves);
      requireKept(edits.get(), saves);
    }
  }

  private static Callable<List<Seen>> often(AtomicBoolean done, Callable<String> call) {
    return () -> {
      List<Seen> seen = new ArrayList<>();
      while (!done.get()) {
        long startNanos = System.nanoTime();
        String what = call.call();
        seen.add(new Seen(what, startNanos, System.nanoTime()));
      }
      return seen;
    };
  }

  private static String get(PersonaStore store) {
    try {
      return tokenOf(store.get("ann"));
    } catch (PersonaException e) {
      return e.code() + " " + e.getMessage();
    }
  }

  private static String list(PersonaStore store) {
    for (PersonaEntry entry : store.list()) {
      if (entry.slug().equals("ann")) {
        return entry instanceof Persona persona ? tokenOf(persona) : entry.findings().toString();
      }
    }
    return "missing";
  }

  private static String edit(PersonaStore store) {
    try {
      String now = "at-" + System.nanoTime();
      return tokenOf(store.edit("ann", Map.of("license", now)).persona());
    } catch (PersonaException e) {
      return e.code() == Code.CHANGED ? "refused" : e.code() + " " + e.getMessage();
    }
  }

  private static String tokenOf(Persona persona) {
    try {
      return Text.of(persona).description();
    } catch (AssertionError e) {
      return "torn";
    }
  }

  private static void requireWhole(List<Seen> seen, List<Save> saves) {
    assertThat(seen).isNotEmpty();
    for (Seen one : seen) {
      if (!one.what().contains("another program is writing this file") && !isExcused(one, saves)) {
        assertThat(one.what()).matches("none|save-[0-9]+");
      }
    }
  }

  /**
   * After a slow save a part of it may stand there, also as an edit kept it, until the next one.
   */
  private static boolean isExcused(Seen one, List<Save> saves) {
    boolean slow = false;
    for (Save save : saves) {
      boolean before = save.endNanos() < one.startNanos();
      if (save.startNanos() <= one.endNanos()) {
        slow = save.isSlow() || (slow && !before);
      }
    }
    return slow;
  }

  private static void requireKept(List<Seen> edits, List<Save> saves) {
    List<Seen> made = edits.stream().filter(one -> one.what().matches("none|save-.*")).toList();
    System.out.printf("%d edits made, %d refused%n", made.size(), edits.size() - made.size());
    assertThat(made).isNotEmpty();
    Set<Save> lost = new LinkedHashSet<>();
    for (Seen edit : made) {
      int seen = saves.stream().map(Save::token).toList().indexOf(edit.what());
      saves.subList(seen + 1, saves.size()).stream()
          .filter(save -> save.endNanos() < edit.startNanos() && !save.isSlow())
          .forEach(lost::add);
    }
    assertThat(lost).as("lost, with the edits %s", made).isEmpty();
  }
}
