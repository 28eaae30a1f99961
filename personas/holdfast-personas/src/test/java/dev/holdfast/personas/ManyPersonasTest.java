package dev.holdfast.personas;

import static dev.holdfast.personas.TestFolder.persona;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.ImportOptions.OnConflict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Import, restore, deletion of many, and reading all of one instant. */
class ManyPersonasTest {

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

  private static ImportSource source(Map<String, String> files) {
    return receiver -> {
      for (Map.Entry<String, String> file : files.entrySet()) {
        receiver.persona(file.getKey(), file.getValue().getBytes(UTF_8));
      }
    };
  }

  private static ImportSource source(String... names) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name.toLowerCase(Locale.ROOT) + ".md", persona(name));
    }
    return source(files);
  }

  private ImportReport importAll(ImportSource source, OnConflict onConflict) throws IOException {
    return store.importAll(source, new ImportOptions(onConflict, false));
  }

  private SortedMap<String, String> all() throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    store.readAll((fileName, content) -> all.put(fileName, new String(content, UTF_8)));
    return all;
  }

  @Test
  void import_ofHostileFileNames_staysInTheFolder() throws IOException {
    ImportReport report =
        importAll(
            source(
                Map.of(
                    "../../evil.md", persona("Evil"), "con.md", persona("Con"), "", persona("X"))),
            OnConflict.FAIL);
    assertThat(report.items()).hasSize(3);
    assertThat(folder.fileNames())
        .hasSize(3)
        .contains("evil.md", "x.md")
        .allMatch(name -> name.matches("[a-z0-9-]+\\.md"));
  }

  @Test
  void nothingIsLeft() throws IOException {
    ImportReport _ = importAll(source("Ann", "Bob"), OnConflict.FAIL);
    SortedMap<String, String> _ = all();
    assertThat(path.resolve(".holdfast-views")).isEmptyDirectory();
    assertThat(path.resolve(".holdfast-tree")).isEmptyDirectory();
  }
}
