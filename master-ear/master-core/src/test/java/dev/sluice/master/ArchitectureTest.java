package dev.sluice.master;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSRuntimeException;
import jakarta.persistence.Entity;

@AnalyzeClasses(packages = "dev.sluice.master", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ENTITIES_STAY_IN_THEIR_ROOM = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .notBePublic()
            .because("whoever holds an entity can change the database by accident; others get values");

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES = slices().matching("dev.sluice.master.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room can be understood, tested and replaced only without the rooms that use it");

    @ArchTest
    static final ArchRule NO_ROOM_KNOWS_THE_START = noClasses()
            .that(not(resideInAPackage("dev.sluice.master")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.master")
            .because("the start joins the rooms and is joined by none");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NEITHER_PORTAL_NOR_SLAVES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.portal..", "dev.sluice.slave..", "dev.sluice.cli..", "dev.sluice.broker..")
            .because("portal and cli are built on the core, and slaves meet it only in messages");

    @ArchTest
    static final ArchRule ONLY_LISTENERS_AND_TOPICS_SPEAK_JMS = noClasses()
            .that()
            .areNotAnnotatedWith(MessageDriven.class)
            .and()
            .haveSimpleNameNotStartingWith("Jms")
            .should()
            .dependOnClassesThat(resideInAPackage("jakarta.jms..").and(not(assignableTo(JMSRuntimeException.class))))
            .because("what is done with a message is tested without a broker");

    @ArchTest
    static final ArchRule LISTENERS_ONLY_DELEGATE = classes()
            .that()
            .areAnnotatedWith(MessageDriven.class)
            .should()
            .onlyDependOnClassesThat(not(resideInAPackage("dev.sluice.master.persistence..")))
            .because("a listener turns a message into a call and does nothing else");

    @ArchTest
    static final ArchRule SQL_STAYS_WITH_ITS_TABLES = noClasses()
            .that()
            .resideInAnyPackage("dev.sluice.master.push..", "dev.sluice.master.live..", "dev.sluice.master.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..")
            .because("these rooms own no table");

    @ArchTest
    static final ArchRule CONFIGURATION_IS_READ_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.master.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.config..")
            .because("one record holds all settings, and one test pins them");

    @ArchTest
    static final ArchRule NO_STATIC_STATE = fields().that()
            .areStatic()
            .and()
            .areNotFinal()
            .should()
            .notBeStatic()
            .allowEmptyShould(true)
            .because("two masters in one JVM, as in tests, share nothing");
}
