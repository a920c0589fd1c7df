package dev.sluice.slave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.slave.filter.NoticeFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server takes the folder of a running application away while it stops. */
class OwnClassesTest {
    private static final String NOTICES = NoticeFormat.class.getName();

    @TempDir
    private Path folder;

    @BeforeEach
    void copyTheSlave() throws IOException, URISyntaxException {
        Path classes = Path.of(SlaveApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/sluice/slave"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(classes.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** Finds the slave's classes in the folder only, as the server does. */
    private URLClassLoader server() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith("dev.sluice.slave.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }

            @Override
            public URL getResource(String name) {
                return findResource(name);
            }
        };
    }

    private void takeTheFolderAway() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("dev"))) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void allThatWasLoadedCanBeUsedAfterwards() throws Exception {
        try (URLClassLoader server = server()) {
            OwnClasses.load(server.loadClass(SlaveApplication.class.getName()));
            takeTheFolderAway();
            assertThat(Class.forName(NOTICES, true, server).getEnumConstants()).isNotEmpty();
            assertThat(server.loadClass("dev.sluice.slave.proxy.ResponseRelay$Written"))
                    .isNotNull();
        }
    }

    @Test
    void withoutThatItIsGone() throws Exception {
        try (URLClassLoader server = server()) {
            server.loadClass(SlaveApplication.class.getName());
            takeTheFolderAway();
            assertThatThrownBy(() -> Class.forName(NOTICES, true, server)).isInstanceOf(ClassNotFoundException.class);
        }
    }
}
