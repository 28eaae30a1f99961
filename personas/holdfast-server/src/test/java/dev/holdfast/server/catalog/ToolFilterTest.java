package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolFilterTest {

  @TempDir Path directory;
  private CatalogFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Catalog with(ToolSelection selection) {
    return Catalog.of(
        fixture.store, fixture.locks, CatalogOptions.of("1.2.3").withTools(selection));
  }

  private List<String> names(ToolSelection selection) {
    return with(selection).tools().stream().map(Tool::name).toList();
  }

  private static ToolFilter filter(
      List<String> toolsets, List<String> tools, List<String> excluded) {
    return ToolFilter.of(toolsets, tools, excluded);
  }

  @Test
  void toolsets_haveEveryToolOnce() {
    List<String> all =
        Arrays.stream(Toolset.values()).flatMap(set -> set.tools().stream()).toList();
    assertThat(all)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(names(ToolSelection.ALL));
  }

  @Test
  void nothingNamed_isAllTools() {
    assertThat(names(filter(List.of(), List.of(), List.of()))).isEqualTo(names(ToolSelection.ALL));
    assertThat(names(filter(List.of("all"), List.of(), List.of())))
        .isEqualTo(names(ToolSelection.ALL));
    assertThat(with(ToolSelection.ALL).withheld()).isEmpty();
  }

  @Test
  void toolsetsAndTools_addUp_andExcludedOnesAreTakenAway_inTheOrderOfTheCatalogue() {
    assertThat(
            names(
                filter(
                    List.of("locks", "history"),
                    List.of("list_personas", "undo_persona"),
                    List.of("diff_persona", "create_persona"))))
        .containsExactly("list_personas", "persona_history", "undo_persona", "get_lock_metrics");
    assertThat(names(filter(List.of(), List.of("list_personas"), List.of())))
        .containsExactly("list_personas");
    assertThat(names(filter(List.of(), List.of("list_personas"), List.of("list_personas"))))
        .isEmpty();
  }

  @Test
  void readOnly_winsOverEverythingThatIsNamed() {
    ToolSelection selection =
        ToolSelection.READ_ONLY.and(
            filter(List.of("all"), List.of("delete_persona", "restore_backup"), List.of()));
    Catalog catalog = with(selection);
    assertThat(catalog.tools())
        .isNotEmpty()
        .allSatisfy(tool -> assertThat(tool.hints().readOnly()).as(tool.name()).isTrue());
    assertThat(catalog.withheld())
        .containsKeys("delete_persona", "restore_backup", "create_backup", "set_user_identity");
    List<String> everything = new ArrayList<>(catalog.tools().stream().map(Tool::name).toList());
    everything.addAll(catalog.withheld().keySet());
    assertThat(everything).containsExactlyInAnyOrderElementsOf(names(ToolSelection.ALL));
  }

  @Test
  void toolThatIsNotHad_isRefusedWithTheReasonAndWhatToDo() {
    ToolSelection selection =
        ToolSelection.READ_ONLY.and(
            filter(List.of("personas"), List.of(), List.of("list_personas", "edit_persona")));
    Catalog catalog = with(selection);
    assertThat(refusal(catalog, "edit_persona")).contains("read-only", "--read-only");
    assertThat(refusal(catalog, "list_personas")).contains("--exclude-tools");
    assertThat(refusal(catalog, "persona_history")).contains("other tools only", "adding history");
  }

  private static String refusal(Catalog catalog, String tool) {
    ToolResult.Failure failure = catalog.withheld().get(tool);
    assertThat(failure.code()).isEqualTo("NOT_OFFERED");
    assertThat(failure.message()).startsWith(tool + " is not offered: ");
    assertThat(failure.hint()).endsWith(".");
    return failure.text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "persona|list_personas|there is no toolset \"persona\"; did you mean personas?",
        "bakcups|list_personas|there is no toolset \"bakcups\"; did you mean backups?",
        "everything|list_personas|there is no toolset \"everything\"; there are personas, history",
        "history|delete_personas|there is no tool \"delete_personas\"; did you mean delete_persona or",
        "history|x\u001b[2J|there is no tool \"x\\u001b[2J\"; there are list_personas",
      })
  void unknownName_isRefusedWithTheNearest(String toolset, String tool, String message) {
    assertThatThrownBy(() -> filter(List.of(toolset), List.of(tool), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void instructions_nameNoToolThatIsNotHad() {
    assertThat(with(ToolSelection.ALL).instructions()).contains("activate_persona");
    assertThat(with(filter(List.of("personas"), List.of(), List.of())).instructions())
        .doesNotContain("activate_persona");
  }
}
