package dev.sluice.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;

@AnalyzeClasses(packages = "dev.sluice.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_ONLY_THE_JDK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.sluice.policy..", "java..", "org.jspecify..")
            .because("master, slaves and tools on any runtime must decide alike, with no library between them");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES = slices().matching("dev.sluice.(policy..)")
            .namingSlices("$1")
            .should()
            .beFreeOfCycles()
            .because("each room can then be read and tested without the others");

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.policy.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.policy", "dev.sluice.policy.match..", "dev.sluice.policy.category..")
            .because("what a policy says must not depend on how it is decided");

    @ArchTest
    static final ArchRule NEVER_ASKS_A_CLOCK_OR_A_SOCKET = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.net.InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(java.net.InetAddress.class, "getHostName")
            .because("the same facts and time must give the same decision, and no decision may wait for a name server");
}
