package dev.sluice.cli.part;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.process.SharedClasses;
import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shared classes of this program when it runs as supervisor. */
public final class SupervisorClasses {
    public static SharedClasses of(DataFolder data) {
        return new SharedClasses(data.classes(), "supervisor", classPath());
    }

    /** The class path of this program with absolute paths, because the supervisor works in the data folder. */
    public static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private SupervisorClasses() {}
}
