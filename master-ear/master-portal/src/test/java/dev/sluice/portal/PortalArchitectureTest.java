package dev.sluice.portal;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.master.persistence.DatabaseException;

@AnalyzeClasses(packages = "dev.sluice.portal", importOptions = ImportOption.DoNotIncludeTests.class)
class PortalArchitectureTest {
    @ArchTest
    static final ArchRule NO_TABLES = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("jakarta.persistence..", "java.sql..", "dev.sluice.master.persistence..")
                            .and(not(type(DatabaseException.class))))
            .because("the portal owns no table; the core's facades do, and it only tells when their database is away");

    @ArchTest
    static final ArchRule NO_MESSAGES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.jms..", "jakarta.resource..")
            .because("pushing policy and taking records in is the core's");

    @ArchTest
    static final ArchRule PAGES_WITHOUT_REST = noClasses()
            .that()
            .resideInAPackage("dev.sluice.portal.pages")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.portal.rest", "jakarta.ws.rs..")
            .because("pages and REST are two faces of the same facades; what they share is in edit");

    @ArchTest
    static final ArchRule REST_WITHOUT_PAGES = noClasses()
            .that()
            .resideInAPackage("dev.sluice.portal.rest")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.portal.pages", "jakarta.faces..", "org.primefaces..")
            .because("pages and REST are two faces of the same facades; what they share is in edit");

    @ArchTest
    static final ArchRule EDITS_ARE_PURE = noClasses()
            .that(resideInAPackage("dev.sluice.portal.edit"))
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("dev.sluice.portal.edit", "dev.sluice.policy.model", "java..", "org.jspecify..")
            .because("an edit is a function of a policy and nothing else");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.sluice.portal.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room is read top-down");
}
