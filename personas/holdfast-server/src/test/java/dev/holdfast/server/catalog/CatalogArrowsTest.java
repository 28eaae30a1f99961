package dev.holdfast.server.catalog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
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

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.holdfast.server");

  @Test
  void catalog_knowsNoProtocol() {
    rule("dev.holdfast.server.catalog").check(classes);
  }

  @Test
  void theRule_findsTheProtocolWhereItIs() {
    assertThat(rule("dev.holdfast.server.mcp").evaluate(classes).hasViolation()).isTrue();
  }

  private static ArchRule rule(String where) {
    return noClasses()
        .that()
        .resideInAPackage(where)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROTOCOL);
  }
}
