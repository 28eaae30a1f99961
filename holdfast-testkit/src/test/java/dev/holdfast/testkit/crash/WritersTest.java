package dev.holdfast.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example: does a way to replace a file survive a crash? */
final class WritersTest {

  /** A file with "old", replaced by "new, longer" and told. */
  private static Recording replacing(Writers writer) throws Exception {
    return CrashSimulator.of(PersistenceModel.strict())
        .startingWith(root -> Files.writeString(root.resolve("a"), "old"))
        .run(
            (root, marks) -> {
              writer.write(root.resolve("a"), "new, longer".getBytes(UTF_8));
              marks.reached("acknowledged");
            });
  }

  /** Old or new, and what was acknowledged is there. */
  private static void oldOrNew(CrashState state) throws Exception {
    String content = Files.readString(state.root().resolve("a"));
    if (state.reached("acknowledged")) {
      assertThat(content).isEqualTo("new, longer");
    } else {
      assertThat(content).isIn("old", "new, longer");
    }
  }

  @Test
  void rightWriter_passes() throws Exception {
    CrashReport report = replacing(Writers.RIGHT).crashes().check(WritersTest::oldOrNew);

    assertThat(report.checked()).isGreaterThan(5);
    assertThat(report.leftOut()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
  void wrongWriter_isCondemned(Writers writer) throws Exception {
    Optional<CrashViolation> violation =
        replacing(writer).crashes().firstViolation(WritersTest::oldOrNew);

    assertThat(violation).as(writer.name()).isPresent();
    System.out.println(writer + ": " + violation.get());
  }
}
