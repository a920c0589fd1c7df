package dev.sluice.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The classes of a Java program in an archive that its next start maps instead of reading, checking and linking each
 * (application class data sharing). The archive is made from the list that an earlier start wrote. The files' names tell
 * the JDK and the jars that they were made for: another JDK or build has others. A JVM that cannot use an archive starts
 * without it.
 */
public final class SharedClasses {
    private static final int LIMIT_MINUTES = 10;

    private final Path folder;
    private final String name;
    private final String classPath;

    /** @param classPath as the program's JVM gets it */
    public SharedClasses(Path folder, String name, String classPath) {
        this.folder = folder;
        this.name = name;
        this.classPath = classPath;
    }

    /**
     * Options for the program's JVM.
     *
     * @param lists whether it writes the list if there is no archive; only one of several that run together may
     */
    public List<String> options(boolean lists) throws IOException {
        Path archive = file(".jsa");
        if (Files.isReadable(archive)) {
            return List.of(option(archive));
        }
        if (lists) {
            Files.createDirectories(folder);
            return List.of("-XX:DumpLoadedClassList=" + file(".classes"));
        }
        return List.of();
    }

    /**
     * Makes the archive unless it is there or nothing wrote the list, with what other processes leave of a processor: half a
     * minute of it.
     */
    public void archive() throws IOException, InterruptedException {
        Path list = file(".classes");
        if (Files.exists(file(".jsa")) || !Files.exists(list)) {
            return;
        }
        Path complete = file(".list");
        Path fresh = file(".new");
        endEarlier(fresh);
        Files.write(complete, completeLines(list));
        dump(complete, fresh);
        removeAllBut(fresh);
        Files.move(fresh, file(".jsa"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The program may be running still, with the end of its list in a buffer. */
    private static List<String> completeLines(Path list) throws IOException {
        String text = Files.readString(list, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** A supervisor that was killed leaves the process behind that made its archive, which would write to the same file. */
    private static void endEarlier(Path target) {
        String option = option(target);
        ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().arguments().stream().flatMap(Stream::of).anyMatch(option::equals))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static String option(Path archive) {
        return "-XX:SharedArchiveFile=" + archive;
    }

    private void dump(Path list, Path target) throws IOException, InterruptedException {
        Path log = file(".log");
        ProcessBuilder builder = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        option(target),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classPath);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("No archive of the classes of " + name + " was made; " + log + " may say why");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void removeAllBut(Path kept) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(name + "-") && !file.equals(kept)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(String suffix) throws IOException {
        return folder.resolve(name + "-" + edition() + suffix);
    }

    /** Of the JDK and the jars: a JVM refuses an archive for a jar of another size or time. */
    private String edition() throws IOException {
        MessageDigest sha = sha256();
        sha.update((System.getProperty("java.home") + System.getProperty("java.vm.version"))
                .getBytes(StandardCharsets.UTF_8));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            sha.update((entry + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
