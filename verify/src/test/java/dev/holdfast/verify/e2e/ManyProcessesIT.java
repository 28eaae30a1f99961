package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four server processes on one folder, each with a client that works as fast as it can. */
@Timeout(180)
class ManyProcessesIT {

  private static final int PROCESSES = 4;
  private static final int CREATES = 25;
  private static final int EDITS = 50;
  private static final String TEXT = "Be brief.\n\n- one\n- two\n\nThe last line.\n";

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void create_ofDifferentNamesByFourProcesses_keepsEveryOne(ClientKind kind) throws IOException {
    List<Client> clients = servers.start(kind, folder, PROCESSES);
    int samples = ParsedPersona.files(folder).size();

    List<List<Answer>> answers =
        byEach(
            clients,
            (client, process) ->
                IntStream.range(0, CREATES)
                    .mapToObj(
                        i -> Client.await(client.create("Guide %d %d".formatted(process, i), TEXT)))
                    .toList());

    assertThat(answers.stream().flatMap(List::stream))
        .as("acknowledged")
        .hasSize(PROCESSES * CREATES)
        .allSatisfy(Answer::orFail);
    assertThat(ParsedPersona.files(folder)).hasSize(samples + PROCESSES * CREATES);
    for (int process = 0; process < PROCESSES; process++) {
      for (int i = 0; i < CREATES; i++) {
        String name = "Guide %d %d".formatted(process, i);
        ParsedPersona kept = ParsedPersona.read(folder.resolve(slug(name)));
        assertThat(kept.field("name")).isEqualTo(name);
        assertThat(kept.field("version")).isEqualTo("1.0");
        assertThat(kept.body()).endsWith(TEXT);
      }
    }
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void create_ofTheSameNamesByFourProcesses_hasOneWinnerEach() throws IOException {
    List<Client> clients = servers.start(ClientKind.JAVA, folder, PROCESSES);
    int samples = ParsedPersona.files(folder).size();

    List<List<Answer>> answers =
        byEach(
            clients,
            (client, process) ->
                IntStream.range(0, CREATES)
                    .mapToObj(
                        i -> Client.await(client.create("Same " + i, "Written by " + process)))
                    .toList());

    assertThat(ParsedPersona.files(folder)).hasSize(samples + CREATES);
    for (int i = 0; i < CREATES; i++) {
      int name = i;
      List<Integer> winners =
          IntStream.range(0, PROCESSES)
              .filter(process -> !answers.get(process).get(name).isError())
              .boxed()
              .toList();
      assertThat(winners).as("winners of 'Same %d'", i).hasSize(1);
      answers.stream()
          .map(list -> list.get(name))
          .filter(Answer::isError)
          .forEach(answer -> answer.assertRefused("ALREADY_EXISTS"));
      ParsedPersona kept = ParsedPersona.read(folder.resolve(slug("Same " + i)));
      assertThat(kept.field("name")).isEqualTo("Same " + i);
      assertThat(kept.body()).as("the winner's text").endsWith("Written by " + winners.getFirst());
    }
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void edit_ofOneFieldByFourProcesses_losesNone(ClientKind kind) throws IOException {
    List<Client> clients = servers.start(kind, folder, PROCESSES);
    Client.await(clients.getFirst().create("Target", TEXT)).orFail();
    Path file = folder.resolve("target.md");

    List<List<Answer>> answers;
    try (FileWatch watch = FileWatch.of(file, ManyProcessesIT::assertWhole)) {
      answers =
          byEach(
              clients,
              (client, process) ->
                  IntStream.range(0, EDITS)
                      .mapToObj(
                          i ->
                              Client.await(
                                  client.edit(
                                      "Target",
                                      "description",
                                      "Edit %d of process %d".formatted(i, process))))
                      .toList());
      watch.assertNeverTornNorMissing();
    }

    assertThat(answers.stream().flatMap(List::stream))
        .as("acknowledged")
        .hasSize(PROCESSES * EDITS)
        .allSatisfy(Answer::orFail);
    ParsedPersona kept = ParsedPersona.read(file);
    assertThat(kept.field("version")).isEqualTo("1." + PROCESSES * EDITS);
    assertThat(kept.field("description")).startsWith("Edit " + (EDITS - 1) + " of process ");
    assertThat(kept.body()).endsWith(TEXT);
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void edit_ofTwoFieldsByTwoProcesses_keepsBoth() throws IOException {
    int rounds = 20;
    List<Client> clients = servers.start(ClientKind.JAVA, folder, 2);
    Client.await(clients.getFirst().create("Target", TEXT)).orFail();

    for (int i = 0; i < rounds; i++) {
      String value = "Value " + i;
      byEach(
          clients,
          (client, process) ->
              Client.await(
                      client.edit("target", process == 0 ? "description" : "instructions", value))
                  .orFail());

      ParsedPersona kept = ParsedPersona.read(folder.resolve("target.md"));
      assertThat(kept.field("description")).isEqualTo(value);
      assertThat(kept.body()).endsWith("\n" + value);
      assertThat(kept.minor()).isEqualTo(2 * (i + 1));
    }
  }

  @Test
  void list_whileFourProcessesEdit_neverMissesAPersona() {
    List<Client> editors = servers.start(ClientKind.JAVA, folder, PROCESSES);
    Client reader = servers.start(ClientKind.JAVA, folder);
    Set<String> names = new LinkedHashSet<>(List.of("Shared"));
    IntStream.range(0, PROCESSES).forEach(i -> names.add("Own " + i));
    names.forEach(name -> Client.await(reader.create(name, TEXT)).orFail());
    Set<String> all = Set.copyOf(Personas.listed(reader.ask("list_personas", Map.of())));
    assertThat(all).containsAll(names);

    List<Supplier<Integer>> work = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      Client editor = editors.get(i);
      String own = "Own " + i;
      work.add(
          () -> {
            for (int edit = 0; edit < EDITS / 2; edit++) {
              String persona = edit % 2 == 0 ? own : "Shared";
              Client.await(editor.edit(persona, "description", "Edit " + edit)).orFail();
              assertThat(Personas.listed(editor.ask("list_personas", Map.of())))
                  .as("a list by an editor")
                  .containsExactlyInAnyOrderElementsOf(all);
            }
            return EDITS;
          });
    }
    work.add(
        () -> {
          for (int list = 0; list < EDITS; list++) {
            assertThat(Personas.listed(reader.ask("list_personas", Map.of())))
                .as("a list by the reader")
                .containsExactlyInAnyOrderElementsOf(all);
          }
          return EDITS;
        });
    Together.run(work);
  }

  @Test
  void edit_byHandBetweenTwoEdits_isKept() throws IOException {
    List<Client> clients = servers.start(ClientKind.JAVA, folder, 2);
    Path file = folder.resolve("target.md");
    Client.await(clients.get(0).create("Target", TEXT)).orFail();
    Client.await(clients.get(0).edit("Target", "description", "By the first")).orFail();
    Client.await(clients.get(1).edit("Target", "description", "By the second")).orFail();

    String written = Files.readString(file);
    String mine =
        written
            .replace("\n---\n", "\nmy_field: \"mine\" # and my remark\n---\n")
            .replace("- two\n", "- two\n- three, by hand\n");
    assertThat(mine).isNotEqualTo(written);
    Files.writeString(file, mine);

    Client.await(clients.get(0).edit("Target", "description", "By the first again")).orFail();
    Client.await(clients.get(1).edit("Target", "license", "By the second again")).orFail();
    ParsedPersona kept = ParsedPersona.read(file);
    assertThat(Files.readString(file)).contains("my_field: \"mine\" # and my remark\n");
    assertThat(kept.field("my_field")).isEqualTo("mine");
    assertThat(kept.body()).endsWith(TEXT.replace("- two\n", "- two\n- three, by hand\n"));
    assertThat(kept.field("description")).isEqualTo("By the first again");
    assertThat(kept.field("license")).isEqualTo("By the second again");
    assertThat(kept.minor()).isEqualTo(4);
    assertThat(Personas.instructions(clients.get(1).ask("get_persona_details", target())))
        .contains("- three, by hand");
  }

  private static Map<String, Object> target() {
    return new TreeMap<>(Map.of("persona", "Target"));
  }

  private static void assertWhole(byte[] content) {
    ParsedPersona persona = ParsedPersona.parse(content, "target.md, as read meanwhile");
    assertThat(persona.field("name")).isEqualTo("Target");
    assertThat(persona.body()).endsWith(TEXT);
  }

  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".md";
  }

  /** What one process does. */
  private interface Work<T> {
    T by(Client client, int process);
  }

  private static <T> List<T> byEach(List<Client> clients, Work<T> work) {
    List<Supplier<T>> tasks = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      int process = i;
      tasks.add(() -> work.by(clients.get(process), process));
    }
    return Together.run(tasks);
  }
}
