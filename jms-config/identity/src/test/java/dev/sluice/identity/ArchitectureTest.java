package dev.sluice.identity;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.identity", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_BOUNCY_CASTLE_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.identity..",
                    "org.bouncycastle..",
                    "java..",
                    "javax.crypto..",
                    "javax.security..",
                    "org.jspecify..")
            .because("broker, cli and master all issue or read certificates, whatever else they run");

    @ArchTest
    static final ArchRule OPENS_NO_CONNECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "javax.net..")
            .because("certificates are files here; who shows them to whom is decided elsewhere");
}
