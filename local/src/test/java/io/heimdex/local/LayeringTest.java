package io.heimdex.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayeringTest {
  private static final JavaClasses PRODUCTION = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.heimdex");

  @Test
  void eachModuleKnowsOnlyTheOnesBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("local")
        .definedBy("io.heimdex.local..")
        .layer("jobs")
        .definedBy("io.heimdex.jobs..")
        .layer("operators")
        .definedBy("io.heimdex.operators..")
        .layer("schema")
        .definedBy("io.heimdex.schema..")
        .whereLayer("local")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("jobs")
        .mayOnlyBeAccessedByLayers("local")
        .whereLayer("operators")
        .mayOnlyBeAccessedByLayers("jobs", "local")
        .check(PRODUCTION);
  }

  @Test
  void theSchemaDoesNoInputOrOutputAndKnowsNoFlink() {
    noClasses()
        .that()
        .resideInAPackage("io.heimdex.schema..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink..", "java.nio.file..", "java.net..", "java.sql..", "org.bytedeco..")
        .check(PRODUCTION);
  }

  @Test
  void operatorsKnowNoKafkaAndNoCommandLine() {
    noClasses()
        .that()
        .resideInAPackage("io.heimdex.operators..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "picocli..", "org.apache.flink.connector.kafka..")
        .check(PRODUCTION);
  }

  @Test
  void jobsHoldNoPixelSqlOrTensorCode() {
    noClasses()
        .that()
        .resideInAPackage("io.heimdex.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "java.sql..", "ai.onnxruntime..", "ai.djl..")
        .check(PRODUCTION);
  }

  @Test
  void picturesShotsAndMediaAreFreeOfFlink() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.heimdex.operators.media..",
            "io.heimdex.operators.shot..",
            "io.heimdex.operators.image..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..")
        .check(PRODUCTION);
  }
}
