package dev.sluice.jms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"dev.sluice.jms", "dev.sluice.accesslog"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_THE_POLICY_ENGINE_AND_JSON_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.jms..",
                    "dev.sluice.accesslog..",
                    "dev.sluice.policy..",
                    "java..",
                    "javax.crypto..",
                    "jakarta.json..",
                    "org.jspecify..")
            .because("master, slave, cli and tests all read these messages, whichever JMS client they have");
}
