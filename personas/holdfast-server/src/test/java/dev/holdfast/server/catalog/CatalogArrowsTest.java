package dev.holdfast.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.server.Arrows;
import org.junit.jupiter.api.Test;

/** The catalogue knows no transport, no SDK and no JSON library. */
class CatalogArrowsTest {

  private static final String[] PROTOCOL = {
    "io.modelcontextprotocol..",
    "tools.jackson..",
    "com.fasterxml..",
    "reactor..",
    "com.networknt..",
    "dev.holdfast.server.mcp..",
    "dev.holdfast.server.cli.."
  };

  private final JavaClasses classes = Arrows.classes("dev.holdfast.server");

  @Test
  void catalog_knowsNoProtocol() {
    rule("dev.holdfast.server.catalog").check(classes);
  }

  @Test
  void theRule_findsTheProtocolWhereItIs() {
    assertThat(rule("dev.holdfast.server.mcp").evaluate(classes).hasViolation()).isTrue();
  }

  private static ArchRule rule(String where) {
    return Arrows.noneFrom(where, PROTOCOL);
  }
}
