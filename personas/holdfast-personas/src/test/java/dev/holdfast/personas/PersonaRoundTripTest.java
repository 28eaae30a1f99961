package dev.holdfast.personas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaRoundTripTest {

  @TempDir Path directory;

  @Test
  void anyText_afterCreateAndAfterAnEditOfAnotherField_comesBackCharByChar() throws IOException {
    Random random = Seeds.random("PersonaRoundTripTest.anyText");
    try (TestFolder folder = TestFolder.empty(directory)) {
      for (int i = 0; i < 150; i++) {
        NewPersona wanted =
            new NewPersona(
                i + RandomText.oneLine(random, 90),
                RandomText.of(random, 500),
                PersonaRules.CATEGORIES.get(random.nextInt(5)),
                "x" + RandomText.of(random, 2_000),
                items(random));
        Persona created = folder.store.create(wanted);
        assertSame(wanted, created, "1.0");
        assertSame(wanted, reread(folder, created), "1.0");

        folder.store.edit(created.fileName(), Map.of("author", RandomText.oneLine(random, 100)));
        assertSame(wanted, reread(folder, created), "1.1");

        NewPersona changed =
            new NewPersona(
                wanted.name(),
                RandomText.of(random, 500),
                wanted.category(),
                RandomText.of(random, 2_000) + "x",
                wanted.triggers());
        folder.store.edit(
            created.fileName(),
            Map.of("description", changed.description(), "instructions", changed.instructions()));
        assertSame(changed, reread(folder, created), "1.2");
      }
      assertThat(folder.store.list()).hasSize(150).allMatch(entry -> entry instanceof Persona);
    }
  }

  private static List<String> items(Random random) {
    List<String> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(RandomText.oneLine(random, 50));
    }
    return items;
  }

  /** By somebody who has nothing in a cache. */
  private static Persona reread(TestFolder folder, Persona persona) throws IOException {
    Path file = folder.path.resolve(persona.fileName());
    return (Persona) RawFile.read(file).parse(file).entry();
  }

  private static void assertSame(NewPersona wanted, Persona found, String version) {
    assertThat(found.name()).isEqualTo(wanted.name());
    assertThat(found.description()).isEqualTo(wanted.description());
    assertThat(found.category()).isEqualTo(wanted.category());
    assertThat(found.instructions()).isEqualTo(wanted.instructions());
    assertThat(found.triggers()).isEqualTo(wanted.triggers());
    assertThat(found.version()).isEqualTo(version);
  }
}
