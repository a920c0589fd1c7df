package dev.sluice.slave;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule JMS_ONLY_AT_THE_EDGE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.slave..")
            .and()
            .haveSimpleNameNotEndingWith("Listener")
            .and()
            .haveSimpleNameNotEndingWith("Queue")
            .and()
            .haveSimpleNameNotEndingWith("Beans")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.jms..")
            .because("the slave's parts are tested and reasoned about without a broker; only classes that listen,"
                    + " send or pass on the connections know JMS");

    @ArchTest
    static final ArchRule JETTY_ONLY_IN_THE_PROXY = noClasses()
            .that()
            .resideInAPackage("dev.sluice.slave..")
            .and()
            .resideOutsideOfPackage("dev.sluice.slave.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..")
            .because("what is decided and recorded must not change with the HTTP server");

    @ArchTest
    static final ArchRule CONFIGURATION_IN_ONE_PLACE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.slave.*..")
            .and()
            .resideOutsideOfPackage("dev.sluice.slave.config..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile..")
            .because("a setting that is read elsewhere is neither checked at the start nor documented");

    @ArchTest
    static final ArchRule METRICS_ARE_NAMED_IN_ADMIN = noClasses()
            .that()
            .resideInAPackage("dev.sluice.slave..")
            .and()
            .resideOutsideOfPackage("dev.sluice.slave.admin..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.sluice.metrics.Exposition")
            .because("the rooms count in plain numbers; how they are told is one room's affair");

    @ArchTest
    static final ArchRule ONLY_THE_WHOLE_KNOWS_ALL_PARTS = classes()
            .that()
            .resideInAPackage("dev.sluice.slave")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.sluice.slave")
            .because("the parts are handed what they need and never reach for the whole");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.sluice.slave.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs another which needs it is one room");

    @ArchTest
    static final ArchRule NO_MASTER = noClasses()
            .that()
            .resideInAPackage("dev.sluice.slave..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.master..", "dev.sluice.broker..")
            .because("master and slave agree on messages and certificates only");
}
