package io.zeroflow.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between modules (docs/how-it-works.md) and keeps packages free of cycles. */
class ArrowsTest {

  private static final List<String> MODULES =
      List.of("optim", "data", "model", "journal", "broker", "runtime", "load", "bench", "server");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.zeroflow");

  @ParameterizedTest(name = "{0} may use {1}")
  @CsvSource({
    "optim, ''",
    "data, ''",
    "broker, ''",
    "model, optim",
    "journal, optim",
    "load, data",
    "runtime, optim data model journal",
    "bench, optim data model journal broker runtime load"
  })
  void modulesUseOnlyWhatTheyMay(String module, String allowed) {
    List<String> forbidden = new ArrayList<>(MODULES);
    forbidden.remove(module);
    forbidden.removeAll(List.of(allowed.split(" ")));
    noClasses()
        .that()
        .resideInAPackage("io.zeroflow." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(forbidden))
        .check(CLASSES);
  }

  @Test
  void theMathematicsKnowsNoEngineNoKafkaAndNoActors() {
    noClasses()
        .that()
        .resideInAPackage("io.zeroflow.optim..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "org.apache..", "com.google..")
        .check(CLASSES);
  }

  @Test
  void onlyTheModelTouchesTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.zeroflow.model..")
        .and()
        .resideOutsideOfPackage("io.zeroflow.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..", "ai.djl.engine..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"optim", "data", "model", "journal", "runtime", "load", "bench", "server"})
  void packagesHaveNoCycles(String module) {
    slices()
        .matching("io.zeroflow." + module + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String[] packages(List<String> modules) {
    return modules.stream().map(m -> "io.zeroflow." + m + "..").toArray(String[]::new);
  }
}
