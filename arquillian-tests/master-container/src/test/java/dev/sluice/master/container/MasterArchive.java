package dev.sluice.master.container;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The built {@code master.ear} as Arquillian deploys it. */
final class MasterArchive {
    private static final String DESCRIPTOR = "META-INF/application.xml";
    private static final String MODULE =
            "<module><web><web-uri>inside.war</web-uri><context-root>/inside</context-root></web></module>";

    /** As it is built. */
    static EnterpriseArchive real() {
        return ShrinkWrap.create(ZipImporter.class, "master.ear")
                .importFrom(Bench.archive("master.ear").toFile())
                .as(EnterpriseArchive.class);
    }

    /** With one more web module, which holds these test classes. */
    static EnterpriseArchive with(Class<?>... tests) {
        WebArchive inside = ShrinkWrap.create(WebArchive.class, "inside.war")
                .addClasses(tests)
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
                .addAsLibraries(jarOf(Assertions.class));
        EnterpriseArchive ear = real();
        String descriptor = text(ear);
        ear.delete(DESCRIPTOR);
        return ear.addAsModule(Testable.archiveToTest(inside))
                .addAsManifestResource(new StringAsset(withModule(descriptor)), "application.xml");
    }

    private static String text(EnterpriseArchive ear) {
        try (InputStream descriptor = ear.get(DESCRIPTOR).getAsset().openStream()) {
            return new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema wants all modules before the library directory. */
    private static String withModule(String descriptor) {
        String after = descriptor.replaceFirst("<library-directory>", MODULE + "$0");
        if (after.equals(descriptor)) {
            throw new IllegalStateException("application.xml names no library directory:\n" + descriptor);
        }
        return after;
    }

    private static File jarOf(Class<?> type) {
        return new File(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private MasterArchive() {}
}
