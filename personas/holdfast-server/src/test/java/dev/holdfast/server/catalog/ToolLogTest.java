package dev.holdfast.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.personas.PersonaException;
import dev.holdfast.personas.PersonaException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What goes to the log, which is standard error: for what can go wrong, one line. */
@ResourceLock(Resources.SYSTEM_ERR)
class ToolLogTest {

  /** What is logged while a tool fails. */
  private static String logged(RuntimeException failure) {
    Tool tool =
        new Tool(
            "fetch_it",
            "Fetch",
            "For tests.",
            List.of(),
            Schemas.output(),
            ToolHints.READS,
            (_, _) -> {
              throw failure;
            });
    PrintStream own = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(bytes, true, UTF_8)) {
      System.setErr(captured);
      ToolResult result = tool.call(Map.of(), RecordedCall.by("client"));
      assertThat(result).isInstanceOf(ToolResult.Failure.class);
    } finally {
      System.setErr(own);
    }
    return bytes.toString(UTF_8);
  }

  @Test
  void aFailureThatIsForeseen_isOneLine() {
    PersonaException failure =
        new PersonaException(
            Code.IO_FAILURE,
            "https://a.test/ is not fetched: the server does not answer",
            "Try again.",
            new IOException("timed out"));
    assertThat(logged(failure).lines())
        .singleElement()
        .asString()
        .contains("WARN")
        .endsWith("fetch_it: https://a.test/ is not fetched: the server does not answer");
  }

  @Test
  void aDefect_isLoggedWithItsTrace() {
    assertThat(logged(new IllegalStateException("a defect")))
        .contains("fetch_it failed unexpectedly", "IllegalStateException: a defect", "\tat ");
  }
}
