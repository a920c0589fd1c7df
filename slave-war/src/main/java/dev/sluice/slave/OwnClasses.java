package dev.sluice.slave;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads the slave's classes while that is sure to work. The server deletes the folder with them as soon as it is told to
 * stop, while exchanges and tunnels go on for the drain time: what they need first then, such as the notice for an origin
 * that fails, would be gone, and they would never end. Libraries stay open, so their classes can come later.
 */
final class OwnClasses {
    private static final String SUFFIX = ".class";

    /**
     * Loads all classes in the package of this one and below it, and runs their static parts. Does nothing where they are
     * not files of their own.
     */
    static void load(Class<?> one) throws IOException {
        URL file = one.getResource(one.getSimpleName() + SUFFIX);
        if (file == null || !file.getProtocol().equals("file")) {
            return;
        }
        Path folder = folder(file);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> classes =
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList();
            for (Path path : classes) {
                load(one, name(one.getPackageName(), folder.relativize(path)));
            }
        }
    }

    private static Path folder(URL file) throws IOException {
        try {
            return Path.of(new URI(file.toString())).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IOException("The slave's classes are at an odd place: " + file, e);
        }
    }

    private static String name(String parent, Path relative) {
        String path = relative.toString();
        return parent + "." + path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
    }

    private static void load(Class<?> one, String name) throws IOException {
        if (name.endsWith("package-info")) {
            return;
        }
        try {
            Class.forName(name, true, one.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IOException("The slave's class " + name + " cannot be loaded: " + e, e);
        }
    }

    private OwnClasses() {}
}
