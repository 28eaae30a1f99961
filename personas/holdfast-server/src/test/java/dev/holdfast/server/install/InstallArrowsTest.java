package dev.holdfast.server.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.server.Arrows;
import org.junit.jupiter.api.Test;

/** Configuration files are edited without the command line, the protocol and the store. */
class InstallArrowsTest {

  private static final JavaClasses CLASSES =
      Arrows.classes("dev.holdfast.server.install", "dev.holdfast.server.cli");

  @Test
  void install_knowsNeitherCommandsNorProtocol() {
    rule("dev.holdfast.server.install").check(CLASSES);
  }

  @Test
  void theRule_findsTheCommandsWhereTheyAre() {
    assertThat(rule("dev.holdfast.server.cli").evaluate(CLASSES).hasViolation()).isTrue();
  }

  private static ArchRule rule(String where) {
    return Arrows.noneFrom(
        where,
        "picocli..",
        "io.modelcontextprotocol..",
        "dev.holdfast.server.cli..",
        "dev.holdfast.server.mcp..",
        "dev.holdfast.server.catalog..",
        "dev.holdfast.personas");
  }
}
