package dev.sluice.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "sluice.database.url", "jdbc:postgresql://db:5432/sluice",
            "sluice.database.user", "sluice",
            "sluice.database.password", "s3cret");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

    @Test
    void hasADefaultForAllButTheDatabase() {
        assertThat(read(REQUIRED))
                .isEqualTo(new MasterConfig(
                        "jdbc:postgresql://db:5432/sluice",
                        "sluice",
                        "s3cret",
                        Optional.empty(),
                        URI.create("https://localhost:8888")));
    }

    @Test
    void readsEachKey() {
        MasterConfig config = read(with(
                Map.of("sluice.admin.initial-password-file", "/run/first", "sluice.portal.url", "https://gate:8443")));
        assertThat(config.initialPasswordFile()).contains(Path.of("/run/first"));
        assertThat(config.portalUrl()).isEqualTo(URI.create("https://gate:8443"));
        assertThat(MasterConfig.KEYS).hasSize(5);
    }

    @Test
    void isDocumentedKeyByKeyWithItsDefaults() throws IOException {
        Map<String, String> documented = documented();
        assertThat(documented.keySet()).isEqualTo(MasterConfig.KEYS);
        documented.values().removeIf(value -> value.equals("required") || value.equals("none"));
        assertThat(read(with(documented))).isEqualTo(read(REQUIRED));
    }

    /** Keys and defaults in the master's table. */
    private static Map<String, String> documented() throws IOException {
        String text = Files.readString(Path.of("../../docs/configuration.md"));
        return ROW.matcher(text.substring(text.indexOf("## Master")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).replace("`", ""), (a, b) -> a, HashMap::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.database.url", "sluice.database.user", "sluice.database.password"})
    void namesTheKeyThatIsNotSet(String key) {
        Map<String, String> values = with(Map.of(key, " "));
        assertThatThrownBy(() -> read(values)).hasMessage("Setting " + key + " is not set.");
        values.remove(key);
        assertThatThrownBy(() -> read(values)).hasMessage("Setting " + key + " is not set.");
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.database.url, jdbc:mysql://db/x",
        "sluice.database.url, jdbc:postgresql://db/x?password=oops",
        "sluice.admin.initial-password-file, first",
        "sluice.portal.url, http://gate",
        "sluice.portal.url, https:/gate",
        "sluice.portal.url, '::'",
    })
    void namesTheKeyThatIsBad(String key, String value) {
        assertThatThrownBy(() -> read(with(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Setting " + key + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.database.urll", "SLUICE_DATABASE_URI", "sluice.node.id"})
    void refusesASettingThatItDoesNotKnow(String name) {
        assertThatThrownBy(() -> MasterConfig.read(key -> Optional.ofNullable(REQUIRED.get(key)), List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Unknown setting " + name + ". ");
    }

    @Test
    void letsEnvironmentVariablesAndOtherSettingsPass() {
        MasterConfig.read(
                key -> Optional.ofNullable(REQUIRED.get(key)),
                List.of("SLUICE_DATABASE_URL", "SLUICE_ADMIN_INITIAL_PASSWORD_FILE", "java.home", "PATH"));
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(read(REQUIRED).toString()).contains("sluice at jdbc:").doesNotContain("s3cret");
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.putAll(more);
        return values;
    }

    private static MasterConfig read(Map<String, String> values) {
        return MasterConfig.read(key -> Optional.ofNullable(values.get(key)), values.keySet());
    }
}
