package dev.sluice.enrollment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.enrollment", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NEEDS_NO_SERVER_AND_NO_BROKER = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.enrollment..",
                    "dev.sluice.identity..",
                    "dev.sluice.jms..",
                    "dev.sluice.policy.model..",
                    "jakarta.json..",
                    "java..",
                    "javax.crypto..",
                    "javax.net.ssl..",
                    "javax.security.auth..",
                    "org.jspecify..")
            .because("the command joins a node before any server runs, and the master reads the same requests");
}
