package dev.holdfast.personas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.personas.history.Actor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store of personas promises, wherever it keeps them: the four suites below this. A
 * store passes them by a subclass of each, which says how it is opened.
 */
public abstract class StoreContract {

  /** The time of everything that is done. */
  public static final Instant NOW = TestFolder.NOW;

  /** Who does it. */
  public static final Actor MIRA = Actor.of("Mira Test");

  private StoreFixture fixture;
  PersonaStore store;

  /** For subclasses. */
  protected StoreContract() {}

  /** An empty store. */
  protected abstract StoreFixture open() throws Exception;

  @BeforeEach
  final void openStore() throws Exception {
    fixture = open();
    store = fixture.store();
  }

  @AfterEach
  final void closeStore() throws Exception {
    fixture.close();
  }

  final PersonaStore another() {
    return fixture.another();
  }

  static NewPersona newPersona(String name) {
    return TestFolder.newPersona(name);
  }

  /** The text of a persona, valid or not. */
  final String text(String ref) {
    return new String(store.source(ref, null).bytes(), UTF_8);
  }

  final List<String> fileNames() {
    return store.list().stream().map(PersonaEntry::fileName).toList();
  }

  /** Texts by file name, in the order of the map. */
  static ImportSource source(Map<String, String> files) {
    return receiver -> {
      for (Map.Entry<String, String> file : files.entrySet()) {
        receiver.persona(file.getKey(), file.getValue().getBytes(UTF_8));
      }
    };
  }

  /** Valid personas of these names. */
  static ImportSource source(String... names) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name.toLowerCase(Locale.ROOT) + ".md", TestFolder.persona(name));
    }
    return source(files);
  }

  /** Makes a persona of any text, valid or not. */
  final void put(String fileName, String text) throws Exception {
    RestoreReport _ =
        store.restore(source(Map.of(fileName, text)), Optional.of(Set.of(fileName)), false);
  }

  /** Everything, as of one instant. */
  final SortedMap<String, String> all() throws Exception {
    SortedMap<String, String> all = new TreeMap<>();
    store.readAll((fileName, content) -> all.put(fileName, new String(content, UTF_8)));
    return all;
  }
}
