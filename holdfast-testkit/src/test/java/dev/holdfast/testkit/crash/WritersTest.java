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

  /** What the report says of each wrong way: the shortest trace that ends in a state that fails. */
  private static String expected(Writers writer) {
    String temporary = "create .a.tmp | write .a.tmp [0,11) | ";
    return switch (writer) {
      case RIGHT -> throw new IllegalArgumentException("nothing is wrong with it");
      case NO_DIRECTORY_SYNC ->
          temporary
              + "sync .a.tmp | rename .a.tmp -> a | mark acknowledged | CRASH; lost: entry of a in /";
      case NO_CONTENT_SYNC, RENAME_FIRST ->
          temporary + "rename .a.tmp -> a | CRASH; lost: content of a: size is 0 instead of 11";
      case IN_PLACE, WRITE_STRING -> "truncate a to 0 | CRASH; nothing lost";
      case MOVE_REPLACE_EXISTING -> temporary + "sync .a.tmp | remove a | CRASH; nothing lost";
    };
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
  void wrongWriter_isCondemned_withTheShortestTrace(Writers writer) throws Exception {
    Optional<CrashViolation> violation =
        replacing(writer).crashes().firstViolation(WritersTest::oldOrNew);

    assertThat(violation.map(CrashViolation::line)).contains(expected(writer));
  }
}
