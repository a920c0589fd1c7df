package dev.sluice.cli.part;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.process.SharedClasses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Payara Micro, laid out in a folder so that the slaves share it: the jars that its own jar contains, and beside them a jar
 * that starts it with all of them on the class path. Started from its own jar, Micro would unpack itself at each start and
 * load its classes through a class loader of its own, which class data sharing does not reach.
 */
final class Micro {
    private static final String RUNTIME = "MICRO-INF/runtime/";
    private static final Attributes.Name START_CLASS = new Attributes.Name("Start-Class");

    private final Archive archive;
    private final Path folder;
    private final Path classes;

    Micro(Path archive, DataFolder data) {
        this.archive = new Archive(archive);
        this.folder = data.payaraMicro();
        this.classes = data.classes();
    }

    /** Unpacks it unless this very edition is unpacked already. */
    synchronized void unpack() throws IOException {
        archive.unpack(folder, Micro::layOut);
    }

    private static void layOut(ZipFile zip, Path folder) throws IOException {
        List<ZipEntry> all = new ArrayList<>(zip.stream().toList());
        List<ZipEntry> jars =
                all.stream().filter(entry -> isJar(entry.getName())).toList();
        for (ZipEntry jar : jars) {
            Archive.extract(zip, jar, Folders.inside(folder, target(jar)));
        }
        all.removeAll(jars);
        writeLauncher(zip, all, jars.stream().map(Micro::target).toList(), launcher(folder));
    }

    /** Resource adapters of Payara's own count too. */
    private static boolean isJar(String name) {
        return name.startsWith(RUNTIME) && (name.endsWith(".jar") || name.endsWith(".rar"));
    }

    private static String target(ZipEntry jar) {
        return "runtime/" + jar.getName().substring(RUNTIME.length());
    }

    /** Everything of Micro's own jar but the jars in it, with the class path and another main class in the manifest. */
    private static void writeLauncher(ZipFile zip, List<ZipEntry> entries, List<String> classPath, Path launcher)
            throws IOException {
        try (OutputStream file = Files.newOutputStream(launcher);
                JarOutputStream jar = new JarOutputStream(file, manifest(zip, classPath))) {
            for (ZipEntry entry : entries) {
                if (!entry.getName().equals("META-INF/MANIFEST.MF")) {
                    jar.putNextEntry(new ZipEntry(entry.getName()));
                    zip.getInputStream(entry).transferTo(jar);
                    jar.closeEntry();
                }
            }
        }
    }

    private static Manifest manifest(ZipFile zip, List<String> classPath) throws IOException {
        Manifest manifest = new Manifest(zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF")));
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue(START_CLASS));
        attributes.put(Attributes.Name.CLASS_PATH, classPath.stream().collect(Collectors.joining(" ")));
        return manifest;
    }

    /** The options of {@code java} that start it. */
    List<String> start() {
        return List.of(
                "-Dfish.payara.micro.BootJar=" + launcher(folder).toUri(),
                "-Dfish.payara.micro.UnpackDir=" + folder,
                "-jar",
                launcher(folder).toString());
    }

    /** For after {@link #unpack}. */
    SharedClasses classes() {
        return new SharedClasses(classes, "slave", launcher(folder).toString());
    }

    private static Path launcher(Path folder) {
        return folder.resolve("micro.jar");
    }
}
