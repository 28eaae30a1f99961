package dev.holdfast.verify.persona;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.FileLockManager;
import dev.holdfast.personas.PersonaFolder;
import dev.holdfast.personas.PersonaStore;
import dev.holdfast.personas.history.Actor;
import dev.holdfast.verify.persona.PersonaWorker.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;

/** Looks at a folder as the next process to open it does. */
final class Judge {

  private final Path locks;
  private final Path folder;

  Judge(Path locks, Path folder) {
    this.locks = locks;
    this.folder = folder;
  }

  /** All personas, as of one instant. */
  String look() throws IOException {
    return perform(Action.of(Action.Kind.READ_ALL));
  }

  /** Does something. */
  String perform(Action action) throws IOException {
    try (FileLockManager manager = FileLockManager.open(locks);
        PersonaStore store =
            PersonaFolder.open(folder, manager, Actor.of("judge"), Clock.systemUTC())) {
      return new PersonaWorker(store, "judge", Flaw.NONE).perform(action);
    }
  }

  /**
   * No temporary, no journal, no view. What a dead process left of a change of one persona goes
   * with the next one.
   */
  void requireNothingLeft() throws IOException {
    String slugs = String.join(",", PersonaWorker.SLUGS);
    String _ = perform(Action.of(Action.Kind.RESTORE, "end", slugs));
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(path -> folder.relativize(path).toString()))
          .noneMatch(name -> name.contains(".holdfast-tree/") || name.contains(".holdfast-views/"))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }
}
