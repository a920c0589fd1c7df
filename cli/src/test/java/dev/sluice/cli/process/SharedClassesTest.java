package dev.sluice.cli.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs that run a small program from a jar. */
class SharedClassesTest {
    public static final class Program {
        public static void main(String[] arguments) {
            System.out.println("it runs");
        }
    }

    private static final String CLASS = Program.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path folder;

    private SharedClasses shared;

    @BeforeEach
    void aProgram() throws IOException {
        shared = shared("one.jar");
    }

    @Test
    void letsTheSecondStartMapItsClasses() throws Exception {
        run(shared);
        shared.archive();

        assertThat(run(shared))
                .anyMatch(line -> line.contains(Program.class.getName()) && line.contains("shared objects file"))
                .contains("it runs");
        assertThat(files()).as("only the archive is kept").hasSize(1);
    }

    @Test
    void startsWithADamagedArchive() throws Exception {
        run(shared);
        shared.archive();
        Path archive = files().get(0);
        byte[] half = new byte[(int) Files.size(archive) / 2];
        try (var in = Files.newInputStream(archive)) {
            in.readNBytes(half, 0, half.length);
        }
        Files.delete(archive);
        Files.write(archive, half);
        assertThat(run(shared)).contains("it runs");

        Files.writeString(archive, "not an archive");
        assertThat(run(shared)).contains("it runs");
    }

    @Test
    void hasAnotherArchiveForAnotherBuild() throws Exception {
        run(shared);
        shared.archive();
        SharedClasses other = shared("two.jar");

        assertThat(other.options(true)).noneMatch(option -> option.contains("SharedArchiveFile"));
        assertThat(run(other)).contains("it runs");
        other.archive();

        assertThat(other.options(false)).hasSize(1);
        assertThat(shared.options(false)).as("the earlier build's is gone").isEmpty();
    }

    @Test
    void takesTheListOfAProgramThatStillRuns() throws Exception {
        run(shared);
        Path list = files().get(0);
        Files.writeString(list, Files.readString(list) + "half/of/a/na");

        shared.archive();

        assertThat(run(shared)).contains("it runs");
    }

    @Test
    void endsWhatAKilledSupervisorLeftAtWork() throws Exception {
        run(shared);
        Path archive = Path.of(files().get(0).toString().replace(".classes", ".new"));
        Process left = new ProcessBuilder("sh", "-c", "sleep 60; :", "sh", "-XX:SharedArchiveFile=" + archive).start();
        try {
            shared.archive();

            assertThat(left.isAlive()).isFalse();
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void makesNoArchiveWithoutAList() throws Exception {
        shared.archive();

        assertThat(shared.options(false)).isEmpty();
    }

    @Test
    void saysWhereToLookWhenNoArchiveCanBeMade() throws Exception {
        run(shared);
        Files.writeString(files().get(0), "@no-such-directive\n");

        assertThatThrownBy(shared::archive).isInstanceOf(IOException.class).hasMessageContaining(".log");
    }

    private SharedClasses shared(String jar) throws IOException {
        Path file = folder.resolve(jar);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream target = new JarOutputStream(out, manifest);
                var in = Program.class.getResourceAsStream("/" + CLASS)) {
            target.putNextEntry(new ZipEntry(CLASS));
            assertThat(in).isNotNull();
            in.transferTo(target);
        }
        current = file;
        return new SharedClasses(folder.resolve("classes"), "program", file.toString());
    }

    private Path current = Path.of("none");

    private List<String> run(SharedClasses classes) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(classes.options(true));
        command.addAll(List.of("-Xlog:class+load", "-cp", current.toString(), Program.class.getName()));
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return Files.readAllLines(printed);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("classes"))) {
            return files.toList();
        }
    }
}
