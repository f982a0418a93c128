package io.zeroflow.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows between modules and packages, as they are in the byte code. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.zeroflow");

  /** What each module may use of ours, itself apart. */
  enum Module {
    OPTIM,
    DATA,
    BROKER,
    JOURNAL(OPTIM),
    MODEL(OPTIM, JOURNAL),
    LOAD(DATA),
    RUNTIME(OPTIM, MODEL, DATA, JOURNAL),
    BENCH(OPTIM, MODEL, DATA, JOURNAL, RUNTIME, BROKER, LOAD),
    SERVER(OPTIM, MODEL, DATA, JOURNAL, RUNTIME, BROKER, LOAD, BENCH);

    private final Module[] uses;

    Module(Module... uses) {
      this.uses = uses;
    }

    String root() {
      return "io.zeroflow." + name().toLowerCase(Locale.ROOT);
    }

    String[] allowed() {
      return Stream.concat(Stream.of(this), Arrays.stream(uses))
          .map(module -> module.root() + "..")
          .toArray(String[]::new);
    }
  }

  @Test
  void everyPackageBelongsToAModuleOfTheTable() {
    Set<String> modules =
        ALL.stream().map(type -> type.getPackageName().split("\\.")[2]).collect(Collectors.toSet());

    assertThat(modules)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Module.values())
                .map(module -> module.root().substring("io.zeroflow.".length()))
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void aModuleUsesOnlyWhatTheTableAllows(Module module) {
    DescribedPredicate<JavaClass> ours = resideInAPackage("io.zeroflow..");

    noClasses()
        .that()
        .resideInAPackage(module.root() + "..")
        .should()
        .dependOnClassesThat(ours.and(DescribedPredicate.not(resideInAnyPackage(module.allowed()))))
        .check(ALL);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.zeroflow.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theMathematicsKnowNoEngineNoKafkaAndNoActors() {
    classes()
        .that()
        .resideInAPackage("io.zeroflow.optim..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.zeroflow.optim..", "java..", "jdk.incubator.vector..", "org.jspecify..")
        .check(ALL);
  }

  @Test
  void onlyTheEnginePackageTouchesTheEngine() {
    // A device is a name that is passed on; the tokenizer is a library of its own.
    DescribedPredicate<JavaClass> harmless =
        resideInAPackage("ai.djl.huggingface.tokenizers..").or(name("ai.djl.Device"));

    noClasses()
        .that()
        .resideOutsideOfPackage("io.zeroflow.model.engine..")
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl..").and(DescribedPredicate.not(harmless)))
        .check(ALL);
  }

  @Test
  void onlyTheBrokerModuleTouchesTheBroker() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.zeroflow.broker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
        .check(ALL);
  }

  @Test
  void logsGoThroughSlf4j() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(ALL);
  }

  @Test
  void onlyCommandsWriteToTheTerminal() {
    DescribedPredicate<JavaClass> commands =
        resideInAnyPackage(
            "io.zeroflow.server.cli..", "io.zeroflow.server.demo..", "io.zeroflow.load..");

    noClasses()
        .that(DescribedPredicate.not(commands))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ALL);
  }
}
