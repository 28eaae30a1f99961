package dev.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The modules and packages depend on each other as the design says. */
class ArchitectureTest {

  private static final String ROOT = "dev.holdfast";
  private static final String PLANTED = "dev.holdfast.verify.planted";

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("dev/holdfast/verify/"))
          .importPackages(ROOT);

  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter().importPackages(PLANTED);

  @ParameterizedTest
  @EnumSource
  void rule_onWhatIsShipped_isKept(Architecture rule) {
    rule.rule(ROOT).allowEmptyShould(true).check(SHIPPED);
  }

  /** Each rule sees the breach that was planted for it. */
  @ParameterizedTest
  @EnumSource
  void rule_onAPlantedBreach_isBroken(Architecture rule) {
    EvaluationResult result = rule.rule(PLANTED).evaluate(PLANTED_CLASSES);
    assertThat(result.getFailureReport().getDetails())
        .as(rule.name())
        .anyMatch(detail -> detail.contains("Planted"));
  }

  /** What the rules look at is really there. */
  @Test
  void shippedClasses_ofEachModule_areSeen() {
    for (String part :
        new String[] {
          "lock", "file", "internal.os", "testkit", "micrometer", "personas", "server"
        }) {
      assertThat(SHIPPED.stream())
          .as(part)
          .anyMatch(each -> each.getPackageName().startsWith(ROOT + "." + part));
    }
    assertThat(SHIPPED.stream()).noneMatch(each -> each.getPackageName().contains(".verify"));
  }
}
