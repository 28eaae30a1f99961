package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

  @TempDir Path root;

  @Test
  void open_ofAMissingFolder_createsItWithFiveValidSamplesOneOfEachCategory() throws IOException {
    Path directory = root.resolve("a/b");
    try (TestFolder folder = TestFolder.open(directory)) {
      List<PersonaEntry> all = folder.store.list();
      assertThat(all)
          .extracting(PersonaEntry::fileName)
          .containsExactlyElementsOf(Samples.FILE_NAMES);
      assertThat(all)
          .allSatisfy(
              entry -> {
                assertThat(entry.findings()).isEmpty();
                assertThat(entry).isInstanceOf(Persona.class);
                Persona sample = (Persona) entry;
                assertThat(Slugs.of(sample.name()).first()).isEqualTo(sample.slug());
                assertThat(sample.uniqueId()).startsWith(sample.slug() + "_");
                assertThat(sample.triggers()).isNotEmpty();
                assertThat(sample.instructions().length()).isGreaterThan(1_000);
              });
      assertThat(all.stream().map(e -> ((Persona) e).category()))
          .containsExactlyInAnyOrderElementsOf(PersonaRules.CATEGORIES);
    }
  }

  @Test
  void open_ofAFolderWithAnyPersona_writesNone() throws IOException {
    Files.writeString(root.resolve("Mine.MD"), "broken");
    try (TestFolder folder = TestFolder.open(root)) {
      assertThat(folder.fileNames()).containsExactly("Mine.MD");
    }
  }

  @Test
  void open_byManyAtOnce_writesThemOnceAndKeepsWhatWasThere() throws Exception {
    Files.writeString(root.resolve("notes.txt"), persona("Not one"));
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<TestFolder>> opening = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        opening.add(pool.submit(() -> TestFolder.open(root)));
      }
      for (Future<TestFolder> each : opening) {
        each.get().close();
      }
    }
    try (TestFolder folder = TestFolder.open(root)) {
      assertThat(folder.store.list()).hasSize(5).allMatch(e -> e instanceof Persona);
      assertThat(folder.fileNames()).hasSize(6);
    }
  }
}
