package dev.sluice.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.sluice.cli.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each room can be read without the others above it");

    @ArchTest
    static final ArchRule PROCESSES_KNOW_NOTHING = noClasses()
            .that()
            .resideInAPackage("..cli.process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..cli.supervise..", "..cli.part..", "..cli.cluster..")
            .because("a process is a process, whatever part of Sluice it runs");

    @ArchTest
    static final ArchRule SUPERVISOR_KNOWS_NO_PART = noClasses()
            .that()
            .resideInAPackage("..cli.supervise..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..cli.part..")
            .because("what a part is made of stays behind the Part interface");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_SPEAK = noClasses()
            .that()
            .resideInAnyPackage("..cli.process..", "..cli.supervise..", "..cli.part..", "..cli.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .orShould()
            .accessField(System.class, "out")
            .because("what a person reads is written in one place");

    @ArchTest
    static final ArchRule BROKER_IN_ONE_CLASS = classes()
            .that()
            .resideInAPackage("dev.sluice.cli..")
            .and()
            .haveNameNotMatching(".*\\.Broker(\\$.*)?")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("dev.sluice.broker..")
            .because("the broker can move into a process of its own");
}
