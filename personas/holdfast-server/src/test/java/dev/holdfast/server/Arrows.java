package dev.holdfast.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about which package knows which. */
public final class Arrows {

  private Arrows() {}

  /** The classes of these packages, and of those in them, without tests. */
  public static JavaClasses classes(String... packages) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(packages);
  }

  /** A package knows none of the others. */
  public static ArchRule noneFrom(String where, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(where)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
