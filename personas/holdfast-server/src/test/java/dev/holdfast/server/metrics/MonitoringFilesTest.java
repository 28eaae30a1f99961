package dev.holdfast.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The guide, the alerts and the dashboard speak of what the server really exports. */
class MonitoringFilesTest {

  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path PROMETHEUS = PROJECT.resolve("packaging/prometheus");
  private static final Path RULES = PROMETHEUS.resolve("holdfast.rules.yml");
  private static final Path RULES_TEST = PROMETHEUS.resolve("holdfast.rules.test.yml");
  private static final Path DASHBOARD = PROJECT.resolve("packaging/grafana/holdfast.json");
  private static final Path GUIDE = PROJECT.resolve("docs/guide/metrics.md");

  private static final Pattern METRIC =
      Pattern.compile("\\b(?:holdfast|jvm|process|system)_[a-z0-9_]+\\b");
  private static final Pattern LABEL_LIST = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern SELECTED_LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");

  @TempDir private static Path directory;
  private static String exported;

  @BeforeAll
  static void scrape() throws Exception {
    try (MetricsFixture server = new MetricsFixture(directory)) {
      assertThat(server.call("list_personas", Map.of())).isNotNull();
      assertThat(server.call("delete_persona", Map.of("persona", "nobody"))).isNotNull();
      System.gc(); // else there may be no pause to export
      await()
          .untilAsserted(
              () -> {
                exported = server.text();
                assertThat(exported).contains("jvm_gc_pause_seconds_sum", "holdfast_lock_waiting{");
              });
      exported = server.text(); // a scrape in which a kind is new may lack some of its meters
    }
  }

  private static Set<String> samples() {
    return exported
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All strings at a key, however deep. */
  private static void forEach(Object tree, String key, Consumer<String> use) {
    switch (tree) {
      case Map<?, ?> map ->
          map.forEach(
              (name, value) -> {
                if (key.equals(name) && value instanceof String text) {
                  use.accept(text);
                } else {
                  forEach(value, key, use);
                }
              });
      case Iterable<?> list -> list.forEach(each -> forEach(each, key, use));
      case null, default -> {}
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(each -> each.group()).collect(Collectors.toSet());
  }

  private static void assertThatItIsExported(Set<String> expressions) {
    Set<String> samples = samples();
    Set<String> labels = new TreeSet<>(Set.of("instance")); // Prometheus adds it
    Matcher label = Pattern.compile("[{,]([a-z_]+)=\"").matcher(exported);
    while (label.find()) {
      labels.add(label.group(1));
    }
    assertThat(expressions).hasSizeGreaterThan(5);
    for (String expression : expressions) {
      assertThat(found(METRIC, expression)).as(expression).isNotEmpty().isSubsetOf(samples);
      assertThat(LABEL_LIST.matcher(expression).results())
          .as(expression)
          .allSatisfy(list -> assertThat(list.group(1).split(", ", -1)).isSubsetOf(labels));
      assertThat(SELECTED_LABEL.matcher(expression).results())
          .as(expression)
          .allSatisfy(selected -> assertThat(labels).contains(selected.group(1)));
    }
  }

  @Test
  void alerts_areAboutWhatIsExported() throws IOException {
    Set<String> expressions = new TreeSet<>();
    Object rules = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(RULES));
    forEach(rules, "expr", expressions::add);
    assertThatItIsExported(expressions);
  }

  @Test
  void dashboard_showsWhatIsExported() throws IOException {
    Set<String> expressions = new TreeSet<>();
    Object dashboard = JsonMapper.shared().readValue(Files.readString(DASHBOARD), Map.class);
    forEach(dashboard, "expr", expressions::add);
    forEach(dashboard, "definition", expressions::add);
    assertThatItIsExported(expressions);
  }

  @Test
  void guide_namesEachMetric_andNoOther() throws IOException {
    Set<String> families =
        exported
            .lines()
            .filter(line -> line.startsWith("# TYPE holdfast_"))
            .map(line -> line.split(" ", -1)[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> inTables =
        Files.readString(GUIDE)
            .lines()
            .filter(line -> line.startsWith("| `holdfast_"))
            .map(line -> line.split("`", -1)[1])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(inTables).isEqualTo(families);
    assertThat(found(METRIC, Files.readString(GUIDE)))
        .isSubsetOf(Stream.concat(samples().stream(), families.stream()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"check rules", "test rules", "check metrics"})
  void promtool_finds_nothingWrong(String command) throws Exception {
    Path said = directory.resolve("said");
    ProcessBuilder promtool = new ProcessBuilder(promtool());
    promtool.command().addAll(List.of(command.split(" ", -1)));
    promtool.redirectErrorStream(true).redirectOutput(said.toFile());
    switch (command) {
      case "check rules" -> promtool.command().add(RULES.toString());
      case "test rules" -> promtool.command().add(RULES_TEST.toString());
      default -> {
        String ours =
            exported
                .lines()
                .filter(line -> line.contains("holdfast_"))
                .collect(Collectors.joining("\n", "", "\n"));
        promtool.redirectInput(Files.writeString(directory.resolve("exported"), ours).toFile());
      }
    }
    int code = promtool.start().waitFor();
    assertThat(code).as(() -> read(said)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of promtool.sh, or one on the path. */
  private static String promtool() {
    Path brought = Path.of("target/promtool/usr/bin/promtool").toAbsolutePath();
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .map(each -> Path.of(each, "promtool"));
    String found =
        Stream.concat(Stream.of(brought), onPath)
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("");
    assumeTrue(
        !found.isEmpty(),
        "there is no promtool: personas/holdfast-server/promtool.sh brings it, or put it on the path");
    return found;
  }
}
