package dev.sluice.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.master.audit.AuditLog;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No operation of REST that changes something forgets the audit: the way of its calls leads there. */
class AuditedTest {
    /** A node asks, and changes nothing that is an administrator's. */
    private static final List<String> NOT_BY_ADMINISTRATORS = List.of("EnrollmentsResource.ask");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice.portal", "dev.sluice.master");

    @Test
    void everyChangeByRestLeadsToTheAudit() {
        List<JavaMethod> changes = changes().toList();
        assertThat(changes).hasSizeGreaterThan(20);
        assertThat(changes)
                .filteredOn(change -> !NOT_BY_ADMINISTRATORS.contains(name(change)))
                .allSatisfy(change ->
                        assertThat(leadsToTheAudit(change)).as(name(change)).isTrue());
    }

    @Test
    void readingDoesNot() {
        assertThat(methods("dev.sluice.portal.rest"))
                .filteredOn(method -> method.isAnnotatedWith(GET.class))
                .isNotEmpty()
                .noneMatch(AuditedTest::leadsToTheAudit);
    }

    private static Stream<JavaMethod> changes() {
        return methods("dev.sluice.portal.rest").stream()
                .filter(method -> Stream.of(POST.class, PUT.class, DELETE.class, PATCH.class)
                        .anyMatch(method::isAnnotatedWith));
    }

    private static List<JavaMethod> methods(String room) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(room))
                .flatMap(type -> type.getMethods().stream())
                .toList();
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }

    private static boolean leadsToTheAudit(JavaCodeUnit start) {
        Deque<JavaCodeUnit> ahead = new ArrayDeque<>(List.of(start));
        Set<JavaCodeUnit> seen = new HashSet<>(ahead);
        while (!ahead.isEmpty()) {
            JavaCodeUnit unit = ahead.pop();
            if (unit.getOwner().isEquivalentTo(AuditLog.class)) {
                return true;
            }
            called(unit).filter(seen::add).forEach(ahead::push);
        }
        return false;
    }

    /** What it calls or refers to, in lambdas too. */
    private static Stream<JavaCodeUnit> called(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getMethodCallsFromSelf(),
                        unit.getMethodReferencesFromSelf(),
                        unit.getConstructorCallsFromSelf())
                .flatMap(Set::stream)
                .flatMap(access -> access.getTarget().resolveMember().stream())
                .map(JavaCodeUnit.class::cast)
                .filter(called -> isOurs(called.getOwner()));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("dev.sluice.");
    }
}
