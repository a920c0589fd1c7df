package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.cluster.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnSettingsTest {
    private static final Set<String> GIVEN = Set.of("SLUICE_DATABASE_URL");

    @TempDir
    Path folder;

    @Test
    void becomeVariables() throws IOException {
        assertThat(settings("# mail\nsluice.mail.host = mail.example\nsluice.mail.ca-file: /etc/mail ca.pem \n"))
                .isEqualTo(Map.of("SLUICE_MAIL_HOST", "mail.example", "SLUICE_MAIL_CA_FILE", "/etc/mail ca.pem"));
    }

    @Test
    void areNoneWithoutAFile() throws IOException {
        assertThat(OwnSettings.in(folder.resolve("none"), GIVEN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mail.host=mail.example,        has the key mail.host",
        "sluice.database.url=jdbc:x,    'sets sluice.database.url, which the cluster sets by itself'",
        "'sluice.mail.user=a\\u00zz',   cannot be read"
    })
    void areRefusedWithTheKeyWhereTheyDoNotBelong(String text, String problem) {
        assertThatThrownBy(() -> settings(text)).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.what()).startsWith(folder.toString()).contains(problem);
            assertThat(e.fix()).endsWith(".");
        });
    }

    private Map<String, String> settings(String text) throws IOException {
        return OwnSettings.in(Files.writeString(folder.resolve("own.properties"), text), GIVEN);
    }
}
