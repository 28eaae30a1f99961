package dev.holdfast.verify.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many calls on one connection, none of which waits for the answer to another. */
@Timeout(120)
class PipelineIT {

  private static final int EDITS = 100;
  private static final int CREATES = 20;

  @RegisterExtension final Servers servers = Servers.ofATest();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void hundredEditsAndTwentyCreates_allAtOnce_areAllKept(ClientKind kind) throws IOException {
    Client client = servers.start(kind, folder);
    Client.await(client.create("Target", "The text.")).orFail();
    int before = ParsedPersona.files(folder).size();

    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      answers.add(client.edit("Target", "description", "Edit " + i));
      if (i % (EDITS / CREATES) == 0) {
        answers.add(client.create("New " + i / (EDITS / CREATES), "Text " + i));
      }
    }

    assertThat(answers)
        .hasSize(EDITS + CREATES)
        .allSatisfy(answer -> Client.await(answer).orFail());
    ParsedPersona target = ParsedPersona.read(folder.resolve("target.md"));
    assertThat(target.field("version")).isEqualTo("1." + EDITS);
    assertThat(target.field("description")).matches("Edit \\d+");
    assertThat(ParsedPersona.files(folder)).hasSize(before + CREATES);
    for (int i = 0; i < CREATES; i++) {
      ParsedPersona created = ParsedPersona.read(folder.resolve("new-%d.md".formatted(i)));
      assertThat(created.body()).endsWith("Text " + i * (EDITS / CREATES));
    }
    assertThat(ParsedPersona.leftovers(folder)).isEmpty();
  }

  @Test
  void twoEditsOfDifferentFields_atOnce_areBothThere() throws IOException {
    Client client = servers.start(ClientKind.JAVA, folder);
    Client.await(client.create("Target", "The text.")).orFail();

    int rounds = 20;
    for (int i = 0; i < rounds; i++) {
      CompletableFuture<Answer> one = client.edit("Target", "description", "Description " + i);
      CompletableFuture<Answer> other = client.edit("Target", "instructions", "Text " + i);
      Client.await(one).orFail();
      Client.await(other).orFail();

      ParsedPersona target = ParsedPersona.read(folder.resolve("target.md"));
      assertThat(target.field("description")).isEqualTo("Description " + i);
      assertThat(target.body()).endsWith("\nText " + i);
      assertThat(target.minor()).isEqualTo(2 * (i + 1));
    }
  }
}
