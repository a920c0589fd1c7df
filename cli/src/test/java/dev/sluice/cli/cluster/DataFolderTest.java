package dev.sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temp;

    @Test
    void makesAFolderThatOnlyItsOwnerCanRead() throws Exception {
        DataFolder data = new DataFolder(temp.resolve("cluster"));

        data.prepare();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
                .isEqualTo("rwx------");
        assertThat(data.logs()).isDirectory();
    }

    @Test
    void canBePreparedAgain() {
        DataFolder data = new DataFolder(temp.resolve("cluster"));
        data.prepare();

        data.prepare();

        assertThat(data.root().resolve("layout")).content().startsWith("1 ");
    }

    @Test
    void refusesAFolderOfAnotherVersion() throws Exception {
        Files.writeString(temp.resolve("layout"), "99 7.1.0\n");

        assertThatThrownBy(new DataFolder(temp)::prepare).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.what()).contains("another version of Sluice (7.1.0)");
            assertThat(problem.fix()).contains("--data DIR");
        });
    }

    @Test
    void refusesAPlaceWhereNoFolderCanBe() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(new DataFolder(file.resolve("cluster"))::prepare)
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.what()).contains("cannot be written");
                    assertThat(problem.fix()).contains("--data DIR");
                });
    }
}
