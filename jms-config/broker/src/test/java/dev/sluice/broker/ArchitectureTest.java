package dev.sluice.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice.broker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule RUNS_A_BROKER_AND_SENDS_NOTHING = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.broker..",
                    "dev.sluice.identity..",
                    "dev.sluice.jms..",
                    "io.netty..",
                    "org.apache.activemq.artemis..",
                    "java..",
                    "javax.security.auth..",
                    "org.jspecify..")
            .because("a broker knows addresses and rights: jakarta.jms is for those who send and listen");

    @ArchTest
    static final ArchRule SHOWS_NO_ARTEMIS_TO_ITS_CALLERS = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredIn(EmbeddedBroker.class)
            .should()
            .haveRawReturnType(ofArtemis())
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.anyElementThat(ofArtemis()))
            .because("the cli starts and stops a broker without knowing which one");

    private static DescribedPredicate<JavaClass> ofArtemis() {
        return JavaClass.Predicates.resideInAPackage("org.apache.activemq.artemis..");
    }
}
