package dev.holdfast.server.install;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Configuration files are edited without the command line, the protocol and the store. */
class InstallArrowsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.holdfast.server.install", "dev.holdfast.server.cli");

  @Test
  void install_knowsNeitherCommandsNorProtocol() {
    rule("dev.holdfast.server.install").check(CLASSES);
  }

  @Test
  void theRule_findsTheCommandsWhereTheyAre() {
    assertThat(rule("dev.holdfast.server.cli").evaluate(CLASSES).hasViolation()).isTrue();
  }

  private static ArchRule rule(String where) {
    return noClasses()
        .that()
        .resideInAPackage(where)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "picocli..",
            "io.modelcontextprotocol..",
            "dev.holdfast.server.cli..",
            "dev.holdfast.server.mcp..",
            "dev.holdfast.server.catalog..",
            "dev.holdfast.personas");
  }
}
