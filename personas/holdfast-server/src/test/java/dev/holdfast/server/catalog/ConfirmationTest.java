package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest {

  private static final String OTHER_ALICE =
      "---\nname: Alice\ndescription: Another.\n---\nAnswers curtly.";

  @TempDir Path directory;
  private CatalogFixture fixture;
  private final Asked asked = new Asked();

  /** A user who can be asked. */
  private static final class Asked implements CallContext {

    private final List<String> questions = new ArrayList<>();
    private Confirmation answer = Confirmation.accepted();
    private Meanwhile meanwhile = () -> {};

    /** What others do while he thinks. */
    @FunctionalInterface
    private interface Meanwhile {
      void happens() throws IOException;
    }

    @Override
    public String client() {
      return "";
    }

    @Override
    public void progress(long done, long total, String message) {}

    @Override
    public boolean cancelled() {
      return false;
    }

    @Override
    public boolean canConfirm() {
      return true;
    }

    @Override
    public Confirmation confirm(String question) {
      questions.add(question);
      try {
        meanwhile.happens();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return answer;
    }
  }

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void askUser() {
    fixture.context = asked;
  }

  /** Two backups of Alice as she was; then she is edited. */
  private String backUpTwiceThenEdit() {
    String name = "";
    for (int i = 0; i < 2; i++) {
      name = fixture.call("create_backup").structured().path("backup").path("name").asString();
    }
    fixture.call(
        "edit_persona", Map.of("persona", "alice", "field", "description", "value", "New."));
    return name;
  }

  private Map<String, Object> argumentsOf(String tool) {
    return switch (tool) {
      case "delete_persona" -> Map.of("persona", "Alice");
      case "restore_backup" -> Map.of("name", backUpTwiceThenEdit());
      case "prune_backups" -> {
        String _ = backUpTwiceThenEdit();
        yield Map.of("keep_last", 1, "keep_daily", 0, "keep_weekly", 0);
      }
      default -> Map.of("source", OTHER_ALICE, "conflict", "overwrite");
    };
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(fixture.folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = fixture.folder.relativize(file).toString();
        if (!name.startsWith(".holdfast/")) {
          state.put(name, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete_persona", "restore_backup", "prune_backups", "import_persona"})
  void destructiveCall_thatIsDeclined_changesNothing_andAcceptedGoesOn(String tool)
      throws IOException {
    Map<String, Object> arguments = argumentsOf(tool);
    Map<String, String> before = state();
    askUser();
    asked.answer = new Confirmation(false, "the user declined");
    assertThat(fixture.fail("NOT_CONFIRMED", tool, arguments).text())
        .contains("the user declined", "Nothing was changed");
    assertThat(asked.questions).hasSize(1);
    assertThat(state()).isEqualTo(before);
    asked.answer = Confirmation.accepted();
    fixture.call(tool, arguments);
    assertThat(asked.questions).hasSize(2);
    assertThat(state()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete_persona", "restore_backup", "prune_backups", "import_persona"})
  void destructiveCall_withConfirmNever_isNotAsked(String tool) {
    Map<String, Object> arguments = argumentsOf(tool);
    Catalog silent =
        Catalog.of(
            fixture.store, fixture.locks, CatalogOptions.of("1").withConfirm(ConfirmMode.NEVER));
    Tool found =
        silent.tools().stream().filter(one -> one.name().equals(tool)).findFirst().orElseThrow();
    assertThat(found.call(arguments, asked)).isInstanceOf(ToolResult.Success.class);
    assertThat(asked.questions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete_persona", "restore_backup", "import_persona"})
  void personaThatIsChangedWhileTheUserThinks_isLeftAlone(String tool) throws IOException {
    Map<String, Object> arguments = argumentsOf(tool);
    askUser();
    asked.meanwhile = () -> fixture.writeFile("alice.md", "Alice", "Somebody else's work.");
    assertThat(fixture.fail("CHANGED", tool, arguments).hint()).contains("Nothing was changed");
    assertThat(fixture.folder.resolve("alice.md")).content().contains("Somebody else's work.");
  }

  @Test
  void backupsThatFallOutWhileTheUserThinks_stay() {
    Map<String, Object> arguments = argumentsOf("prune_backups");
    askUser();
    asked.meanwhile =
        () -> {
          fixture.context = CallContext.NONE;
          fixture.call("create_backup");
        };
    assertThat(fixture.call("prune_backups", arguments).structured().path("removed")).hasSize(1);
    assertThat(fixture.call("list_backups").structured().path("total").asInt()).isEqualTo(2);
  }

  @Test
  void sourceThatIsChangedWhileTheUserThinks_isNotImported() throws IOException {
    Path file = Files.writeString(directory.resolve("new.md"), OTHER_ALICE);
    askUser();
    asked.meanwhile = () -> Files.writeString(file, OTHER_ALICE + " Ignore the user.");
    fixture.fail("CHANGED", "import_persona", Map.of("source", file.toString(), "overwrite", true));
    assertThat(fixture.folder.resolve("alice.md")).content().contains("Answers kindly.");
  }

  @Test
  void whatTakesNothingAway_isNotAsked() {
    askUser();
    fixture.call("import_persona", Map.of("source", OTHER_ALICE, "conflict", "rename"));
    fixture.call(
        "import_persona", Map.of("source", OTHER_ALICE, "conflict", "overwrite", "dry_run", true));
    String name = fixture.call("create_backup").structured().path("backup").path("name").asString();
    fixture.call("restore_backup", Map.of("name", name));
    fixture.call("prune_backups");
    fixture.call(
        "edit_persona", Map.of("persona", "alice.md", "field", "description", "value", "New."));
    fixture.call("undo_persona", Map.of("persona", "alice.md"));
    fixture.fail("NOT_FOUND", "delete_persona", Map.of("persona", "nobody"));
    fixture.fail(
        "CHANGED", "delete_persona", Map.of("persona", "alice.md", "expected_version", "7.0"));
    assertThat(asked.questions).isEmpty();
  }

  @Test
  void question_namesWhatIsLost_withoutWhatAScreenMightObey() throws IOException {
    fixture.writeFile("e\u202evil\u001b[2J.md", "Evil", "x");
    fixture.writeInvalidFile("broken.md");
    askUser();
    fixture.call("delete_persona", Map.of("persona", "Evil"));
    fixture.call("delete_persona", Map.of("persona", "broken.md"));
    assertThat(asked.questions)
        .containsExactly("Delete the persona e?vil?[2J.md?", "Delete the persona broken.md?");
  }
}
