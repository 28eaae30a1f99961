package dev.holdfast.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Export, import and backup of more than their memory holds. */
@Timeout(300)
class BoundedMemoryIT {

  private static final String MEMORY = "JAVA_TOOL_OPTIONS=-Xmx20m";
  private static final int PERSONAS = 210;
  private static final int BYTES = 100_000;

  @TempDir Path parent;

  private static String persona(int number) {
    String line = "Line of persona %d.\n".formatted(number);
    return "---\nname: Persona %d\ndescription: d\n---\n".formatted(number)
        + line.repeat(BYTES / line.length());
  }

  private void run(Path folder, String... arguments) throws Exception {
    List<String> prefix = List.of("env", MEMORY, "HOLDFAST_DIR=" + folder);
    try (ForkedProgram program = ForkedProgram.start(prefix, parent, arguments)) {
      assertThat(program.exitCode()).as(program.err()).isZero();
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(parent.resolve(name));
  }

  @Test
  void moreThanTheHeapHolds_comesThrough() throws Exception {
    Path from = folder("from");
    Path to = folder("to");
    for (int i = 0; i < PERSONAS; i++) {
      Files.writeString(from.resolve("persona-%d.md".formatted(i)), persona(i));
    }
    Files.writeString(to.resolve("keeper.md"), persona(0).replace("Persona 0", "Keeper"));
    Path bundle = parent.resolve("all.json");

    run(from, "personas", "export", "--all", "--output", bundle.toString());
    assertThat(Files.size(bundle)).isGreaterThan(PERSONAS * (long) BYTES * 9 / 10);
    run(to, "personas", "import", bundle.toString());
    run(to, "backup", "create");

    for (int i = 0; i < PERSONAS; i++) {
      assertThat(to.resolve("persona-%d.md".formatted(i))).content().isEqualTo(persona(i));
    }
  }
}
