package dev.sluice.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.config.MasterConfig.AuthorityAccess;
import dev.sluice.master.config.MasterConfig.DatabaseAccess;
import dev.sluice.master.config.MasterConfig.Initial;
import dev.sluice.master.config.MasterConfig.Joining;
import dev.sluice.master.config.MasterConfig.Retention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            "sluice.database.password", "s3cret",
            "sluice.ca.key-store", "/secrets/ca.p12",
            "sluice.ca.password", "0penSesame");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

    @Test
    void hasADefaultForAllButDatabaseAndAuthority() {
        assertThat(read(REQUIRED))
                .isEqualTo(new MasterConfig(
                        new DatabaseAccess("jdbc:postgresql://db:5432/sluice", "sluice", "s3cret"),
                        new AuthorityAccess(Path.of("/secrets/ca.p12"), "0penSesame"),
                        new Joining("localhost", 61617, Duration.ofSeconds(30), Duration.ofDays(90)),
                        new Retention(Duration.ofDays(30), Optional.empty(), Duration.ofDays(400)),
                        Initial.NOTHING,
                        URI.create("https://localhost:8888"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void readsEachKey() {
        Map<String, String> optional = new HashMap<>(Map.of(
                "sluice.broker.host", "broker.lan",
                "sluice.broker.port", "7000",
                "sluice.clock.limit", "PT5S",
                "sluice.node.certificate-life", "PT12H",
                "sluice.records.keep", "P7D",
                "sluice.records.keep-personal", "P2D",
                "sluice.reports.keep", "P800D",
                "sluice.admin.initial-password-file", "/run/first",
                "sluice.admin.initial-token-file", "/run/token",
                "sluice.enrollment.initial-key-file", "/run/key"));
        optional.put("sluice.portal.url", "https://gate:8443");
        optional.put("sluice.metrics.token-file", "/run/metrics");
        optional.putAll(Map.of(
                "sluice.syslog.host", "siem.lan",
                "sluice.syslog.port", "601",
                "sluice.syslog.transport", "tls",
                "sluice.syslog.ca-file", "/run/siem.pem",
                "sluice.syslog.key-store", "/run/siem.p12",
                "sluice.syslog.password", "0penSiem",
                "sluice.syslog.format", "cef"));
        optional.putAll(Map.of(
                "sluice.mail.host", "mail.lan",
                "sluice.mail.port", "465",
                "sluice.mail.security", "tls",
                "sluice.mail.ca-file", "/run/mail.pem",
                "sluice.mail.user", "ann",
                "sluice.mail.password-file", "/run/mail.password",
                "sluice.mail.from", "sluice@example.org",
                "sluice.reports.folder", "/srv/reports"));
        assertThat(read(with(optional)))
                .isEqualTo(new MasterConfig(
                        new DatabaseAccess("jdbc:postgresql://db:5432/sluice", "sluice", "s3cret"),
                        new AuthorityAccess(Path.of("/secrets/ca.p12"), "0penSesame"),
                        new Joining("broker.lan", 7000, Duration.ofSeconds(5), Duration.ofHours(12)),
                        new Retention(Duration.ofDays(7), Optional.of(Duration.ofDays(2)), Duration.ofDays(800)),
                        new Initial(
                                Optional.of(Path.of("/run/first")),
                                Optional.of(Path.of("/run/token")),
                                Optional.of(Path.of("/run/key")),
                                Optional.of(Path.of("/run/metrics"))),
                        URI.create("https://gate:8443"),
                        Optional.of(new SyslogReceiver(
                                "siem.lan",
                                601,
                                Optional.of(Path.of("/run/siem.pem")),
                                Optional.of(new SyslogReceiver.Key(Path.of("/run/siem.p12"), "0penSiem")),
                                SyslogReceiver.Format.CEF)),
                        Optional.of(new MailServer(
                                "mail.lan",
                                465,
                                MailServer.Security.TLS,
                                Optional.of(Path.of("/run/mail.pem")),
                                Optional.of("ann"),
                                Optional.empty(),
                                Optional.of(Path.of("/run/mail.password")),
                                "sluice@example.org")),
                        Optional.of(Path.of("/srv/reports"))));
        assertThat(MasterConfig.KEYS)
                .containsAll(with(optional).keySet())
                .hasSize(with(optional).size() + 1)
                .contains("sluice.mail.password"); // or the file
    }

    @Test
    void tellsNodesThePortalsHostForTheBrokersUnlessItIsSet() {
        assertThat(read(with(Map.of("sluice.portal.url", "https://gate:8443")))
                        .joining()
                        .brokerHost())
                .isEqualTo("gate");
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
    @ValueSource(
            strings = {
                "sluice.database.url",
                "sluice.database.user",
                "sluice.database.password",
                "sluice.ca.key-store",
                "sluice.ca.password"
            })
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
        "sluice.ca.key-store, ca.p12",
        "sluice.broker.port, 0",
        "sluice.broker.port, 65536",
        "sluice.broker.port, tls",
        "sluice.clock.limit, 30",
        "sluice.clock.limit, PT0S",
        "sluice.clock.limit, P1D",
        "sluice.node.certificate-life, PT1M",
        "sluice.node.certificate-life, P826D",
        "sluice.records.keep, PT1H",
        "sluice.records.keep-personal, PT1H",
        "sluice.records.keep-personal, soon",
        "sluice.reports.keep, 30",
        "sluice.syslog.port, 0",
        "sluice.syslog.transport, udp",
        "sluice.syslog.format, xml",
        "sluice.syslog.ca-file, siem.pem",
        "sluice.syslog.key-store, siem.p12",
        "sluice.syslog.key-store, /run/siem.p12",
        "sluice.reports.folder, reports",
        "sluice.mail.port, smtp",
        "sluice.mail.security, ssl",
        "sluice.mail.ca-file, mail.pem",
        "sluice.mail.password-file, password",
        "sluice.mail.user, ann",
    })
    void namesTheKeyThatIsBad(String key, String value) {
        assertThatThrownBy(() -> read(with(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Setting " + key + " ");
    }

    @Test
    void wantsAnAuthorityForTlsAndNoneForPlainTcp() {
        Map<String, String> host = Map.of("sluice.syslog.host", "siem.lan");
        assertThatThrownBy(() -> read(with(host)))
                .hasMessage("Setting sluice.syslog.ca-file is not set, but TLS needs it.");
        Map<String, String> both = new HashMap<>(host);
        both.put("sluice.syslog.transport", "tcp");
        assertThat(read(with(both)).syslog())
                .hasValueSatisfying(siem -> assertThat(siem.secure()).isFalse());
        both.put("sluice.syslog.ca-file", "/run/siem.pem");
        assertThatThrownBy(() -> read(with(both)))
                .hasMessage("Setting sluice.syslog.ca-file is set, but sluice.syslog.transport is tcp.");
    }

    @Test
    void showsASyslogReceiverAKeyOverTlsOnlyAndNobodyItsPassword() {
        Map<String, String> key = new HashMap<>(Map.of(
                "sluice.syslog.host", "siem.lan",
                "sluice.syslog.ca-file", "/run/siem.pem",
                "sluice.syslog.key-store", "/run/siem.p12",
                "sluice.syslog.password", "0penSiem"));
        assertThat(read(with(key)).toString()).contains("/run/siem.p12").doesNotContain("0penSiem");
        key.remove("sluice.syslog.ca-file");
        key.put("sluice.syslog.transport", "tcp");
        assertThatThrownBy(() -> read(with(key)))
                .hasMessage("Setting sluice.syslog.key-store is set, but sluice.syslog.transport is tcp.");
    }

    @Test
    void wantsOfAMailServerWhatBelongsTogether() {
        Map<String, String> mail = with(Map.of("sluice.mail.host", "mail.lan"));
        assertThatThrownBy(() -> read(mail)).hasMessage("Setting sluice.mail.from is not set.");
        mail.put("sluice.mail.from", "nobody");
        assertThatThrownBy(() -> read(mail))
                .hasMessage("Setting sluice.mail.from must be a mail address, but is nobody.");
        mail.put("sluice.mail.from", "sluice@example.org");
        assertThat(read(mail).mail())
                .hasValueSatisfying(known -> assertThat(known.port()).isEqualTo(587));
        mail.put("sluice.mail.password", "s3cret");
        assertThatThrownBy(() -> read(mail)).hasMessageStartingWith("Setting sluice.mail.user and ");
        mail.put("sluice.mail.user", "ann");
        assertThat(read(mail).toString()).contains("ann at mail.lan:587").doesNotContain("s3cret");
        mail.put("sluice.mail.password-file", "/run/password");
        assertThatThrownBy(() -> read(mail))
                .hasMessageStartingWith("Setting sluice.mail.password-file is set, and so is ");
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
    void neverPrintsAPassword() {
        assertThat(read(REQUIRED).toString()).contains("sluice at jdbc:").doesNotContain("s3cret", "0penSesame");
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
