package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path folder;

    @Test
    void writesTextThatOnlyItsOwnerReadsIntoFoldersThatAreMissing() throws Exception {
        Path file = folder.resolve("a/b/secret");

        PrivateFiles.write(file, "grün\n");

        assertThat(file).hasContent("grün\n");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(folder.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void replacesAFileAsAWholeAndLeavesNothingBesideIt() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "the old text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFiles.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void takesTheRightsOfOthersAwayFromAFolder() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        PrivateFiles.ownFolder(folder);

        assertThat(rights(folder)).isEqualTo("rwx------");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
