package dev.sluice.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path temp;

    @Test
    void makesAPasswordOnceAndKeepsIt() throws Exception {
        String made = open().password("database");

        assertThat(made).matches("[A-Za-z0-9]{24}");
        assertThat(open().password("database")).isEqualTo(made);
        assertThat(open().password("keystore")).isNotEqualTo(made);
    }

    @Test
    void keepsEverythingFromOtherUsers() throws Exception {
        Secrets secrets = open();
        secrets.password("database");
        secrets.makeInitialAdminPassword();

        assertThat(permissions(secrets.folder())).isEqualTo("rwx------");
        assertThat(permissions(secrets.folder().resolve("passwords.properties")))
                .isEqualTo("rw-------");
        assertThat(permissions(secrets.initialAdminPassword())).isEqualTo("rw-------");
    }

    @Test
    void givesTheFirstPasswordOnceAndForgetsIt() throws Exception {
        Secrets secrets = open();
        secrets.makeInitialAdminPassword();

        assertThat(secrets.takeInitialAdminPassword()).isPresent();
        assertThat(secrets.initialAdminPassword()).doesNotExist();
        assertThat(secrets.takeInitialAdminPassword()).isEmpty();
    }

    @Test
    void keepsAFirstPasswordThatNobodyHasSeen() throws Exception {
        open().makeInitialAdminPassword();
        String made = Files.readString(open().initialAdminPassword());

        open().makeInitialAdminPassword();

        assertThat(open().initialAdminPassword()).hasContent(made);
    }

    private Secrets open() throws Exception {
        return Secrets.openOrCreate(temp.resolve("secrets"));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
