package dev.holdfast.verify;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between modules and packages, as rules on everything below a root package.
 *
 * <p>The root is a parameter so that each rule can be tried on planted classes, too.
 */
enum Architecture {
  SERVER_IS_USED_BY_NOBODY {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(not(resideInAPackage(root + ".server..")))
          .should()
          .dependOnClassesThat(resideInAPackage(root + ".server.."));
    }
  },

  TESTKIT_IS_USED_BY_NOTHING_SHIPPED {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(not(resideInAPackage(root + ".testkit..")))
          .should()
          .dependOnClassesThat(resideInAPackage(root + ".testkit.."));
    }
  },

  TESTKIT_KNOWS_CORE_ONLY {
    @Override
    ArchRule rule(String root) {
      return classes()
          .that(resideInAPackage(root + ".testkit.."))
          .should()
          .onlyDependOnClassesThat(
              core(root)
                  .or(
                      resideInAnyPackage(
                          root + ".testkit..", "java..", "org.jspecify.annotations..")));
    }
  },

  MICROMETER_ADAPTER_KNOWS_CORE_ONLY {
    @Override
    ArchRule rule(String root) {
      return classes()
          .that(resideInAPackage(root + ".micrometer.."))
          .should()
          .onlyDependOnClassesThat(
              core(root)
                  .or(
                      resideInAnyPackage(
                          root + ".micrometer..",
                          "io.micrometer..",
                          "io.prometheus..",
                          "java..",
                          "org.jspecify.annotations..")));
    }
  },

  /** So the program loads Micrometer only where it serves what it measured. */
  METERS_ARE_KNOWN_WHERE_THEY_ARE_MADE {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(not(resideInAnyPackage(root + ".micrometer..", root + ".server.metrics..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.micrometer..", "io.prometheus..", root + ".micrometer.."));
    }
  },

  PERSONAS_ARE_USED_BY_THE_SERVER_ONLY {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(not(resideInAnyPackage(root + ".server..", root + ".personas..")))
          .should()
          .dependOnClassesThat(resideInAPackage(root + ".personas.."));
    }
  },

  PERSONAS_KNOW_NO_WIRE_AND_NO_SHELL {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(resideInAPackage(root + ".personas.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.modelcontextprotocol..",
                  "java.net.http..",
                  "com.sun.net.httpserver..",
                  "jakarta..",
                  "tools.jackson.databind..",
                  "com.fasterxml.jackson..",
                  "okhttp3..",
                  "org.apache.hc..",
                  "picocli.."));
    }
  },

  PERSONAS_KNOW_JSON_WHERE_FILES_ARE_JSON {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(resideInAPackage(root + ".personas.."))
          .and(
              not(
                  resideInAnyPackage(
                      root + ".personas.exchange..",
                      root + ".personas.archive..",
                      root + ".personas.history..")))
          .should()
          .dependOnClassesThat(resideInAPackage("tools.jackson.."));
    }
  },

  CORE_NEEDS_NOTHING_BUT_JAVA {
    @Override
    ArchRule rule(String root) {
      return classes()
          .that(core(root))
          .should()
          .onlyDependOnClassesThat(
              // Annotations of JSpecify are not there at run time, and need not be.
              core(root)
                  .or(resideInAnyPackage("java..", "jdk.jfr..", "org.jspecify.annotations..")));
    }
  },

  INTERNALS_ARE_USED_BY_CORE_ONLY {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(not(core(root)))
          .should()
          .dependOnClassesThat(resideInAPackage(root + ".internal.."));
    }
  },

  INTERNALS_KNOW_NO_PUBLIC_PACKAGE {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(resideInAPackage(root + ".internal.."))
          .should()
          .dependOnClassesThat(core(root).and(not(resideInAPackage(root + ".internal.."))));
    }
  },

  LOCKS_KNOW_NO_FILES {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(resideInAPackage(root + ".lock.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage(root + ".file..", root));
    }
  },

  FILES_DO_NOT_KNOW_THE_ENTRY_POINT {
    @Override
    ArchRule rule(String root) {
      return noClasses()
          .that(resideInAPackage(root + ".file.."))
          .should()
          .dependOnClassesThat(resideInAPackage(root));
    }
  },

  PACKAGES_HAVE_NO_CYCLES {
    @Override
    ArchRule rule(String root) {
      return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }
  };

  /** The rule, for the classes below a root package. */
  abstract ArchRule rule(String root);

  private static DescribedPredicate<JavaClass> core(String root) {
    return resideInAnyPackage(
            root,
            root + ".lock..",
            root + ".file..",
            root + ".tx..",
            root + ".snapshot..",
            root + ".event..",
            root + ".spi..",
            root + ".internal..")
        .as("core");
  }
}
