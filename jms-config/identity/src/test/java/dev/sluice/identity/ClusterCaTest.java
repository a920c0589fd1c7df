package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCaTest {
    private static final char[] PASSWORD = "a password of the test".toCharArray();
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    @TempDir
    Path folder;

    @Test
    void issuesAChainThatVerifiesUpToTheAuthority() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        var chain = issue(ca, Role.BROKER, "broker", "localhost");

        assertThat(chain).hasSize(2);
        assertThat(chain.get(1)).isEqualTo(ca.certificate());
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(ca.certificate(), null)));
        parameters.setRevocationEnabled(false);
        var path = CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 1));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
    }

    @Test
    void hasSecretsThatLastAndAreItsOwn() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        var again = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        var other = ClusterCa.openOrCreate(folder.resolve("other"), PASSWORD);

        assertThat(ca.secretFor("a")).hasSize(32).isEqualTo(again.secretFor("a"));
        assertThat(ca.secretFor("a")).isNotEqualTo(ca.secretFor("b")).isNotEqualTo(other.secretFor("a"));
    }

    @Test
    void namesTheHolderAndItsRoleInTheSubject() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        var certificate = issue(ca, Role.SLAVE, "slave-1").get(0);

        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=slave-1, OU=slave, O=Sluice");
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
    }

    @Test
    void writesHostNamesAndAddressesAsAlternativeNames() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        var certificate = issue(ca, Role.PORTAL, "portal", "gateway.example", "127.0.0.1", "::1")
                .get(0);

        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "gateway.example"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @ParameterizedTest
    @CsvSource({
        "PORTAL, " + SERVER_AUTH,
        "BROKER, " + SERVER_AUTH + " " + CLIENT_AUTH,
        "MASTER, " + CLIENT_AUTH,
        "SLAVE, " + CLIENT_AUTH
    })
    void limitsACertificateToWhatItsRoleDoes(Role role, String purposes) throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        var certificate = issue(ca, role, "holder", "localhost").get(0);

        assertThat(certificate.getExtendedKeyUsage()).containsExactly(purposes.split(" "));
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    }

    @Test
    void isGoodForAYearAndItsAuthorityForTen() throws Exception {
        var now = Instant.parse("2026-03-01T10:00:00Z");
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD, Clock.fixed(now, ZoneOffset.UTC));

        var certificate = issue(ca, Role.SLAVE, "slave-1").get(0);

        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofMinutes(5)));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(365)));
        assertThat(ca.certificate().getNotAfter().toInstant()).isEqualTo("2036-02-29T10:00:00Z");
    }

    /** A node checks the certificates of the servers that it calls by its own clock, which may be wrong. */
    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"PORTAL", "BROKER"})
    void isGoodForANodeWhoseClockIsHoursBehind(Role role) throws Exception {
        var now = Instant.parse("2026-03-01T10:00:00Z");
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD, Clock.fixed(now, ZoneOffset.UTC));
        var there = Date.from(now.minus(Duration.ofHours(20)));

        issue(ca, role, "server", "localhost").get(0).checkValidity(there);
        ca.certificate().checkValidity(there);
    }

    @Test
    void givesEachCertificateASerialOfItsOwn() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        var first = issue(ca, Role.SLAVE, "slave-1").get(0);
        var again = issue(ca, Role.SLAVE, "slave-1").get(0);

        assertThat(first.getSerialNumber()).isNotEqualTo(again.getSerialNumber());
        assertThat(first.getSerialNumber().bitLength()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void isTheSameAuthorityWhenReopened() throws Exception {
        var first = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        var reopened = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        assertThat(reopened.certificate()).isEqualTo(first.certificate());
        assertThat(reopened.fingerprint()).isEqualTo(first.fingerprint()).matches("[0-9a-f]{64}");
        issue(reopened, Role.SLAVE, "slave-1").get(0).verify(first.certificate().getPublicKey());
    }

    @Test
    void writesTheAuthorityAsPemToo() throws Exception {
        var ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);

        try (var pem = Files.newInputStream(folder.resolve("ca/ca.crt"))) {
            assertThat(CertificateFactory.getInstance("X.509").generateCertificate(pem))
                    .isEqualTo(ca.certificate());
        }
    }

    @Test
    void restoresALostPemFile() throws Exception {
        ClusterCa.openOrCreate(folder, PASSWORD);
        var pem = Files.readAllBytes(folder.resolve("ca.crt"));
        Files.delete(folder.resolve("ca.crt"));

        ClusterCa.openOrCreate(folder, PASSWORD);

        assertThat(folder.resolve("ca.crt")).hasBinaryContent(pem);
    }

    @Test
    void letsOnlyTheOwnerReadWhatItWrites() throws Exception {
        var open = Files.createDirectory(
                folder.resolve("ca"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        var ca = ClusterCa.openOrCreate(open, PASSWORD);
        issue(ca, Role.SLAVE, "slave-1");
        ca.writeTrustStore(folder.resolve("new/truststore.p12"), PASSWORD);

        assertThat(permissions("ca")).isEqualTo("rwx------");
        assertThat(permissions("ca/ca.p12")).isEqualTo("rw-------");
        assertThat(permissions("slave-1.p12")).isEqualTo("rw-------");
        assertThat(permissions("new")).isEqualTo("rwx------");
        assertThat(permissions("new/truststore.p12")).isEqualTo("rw-------");
    }

    @Test
    void leavesNoDraftsBehind() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);
        issue(ca, Role.SLAVE, "slave-1");
        issue(ca, Role.SLAVE, "slave-1");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.p12", "ca.crt", "slave-1.p12");
        }
    }

    @Test
    void saysThatThePasswordIsWrong() throws Exception {
        ClusterCa.openOrCreate(folder, PASSWORD);

        assertThatThrownBy(() -> ClusterCa.openOrCreate(folder, "another".toCharArray()))
                .isInstanceOf(IOException.class)
                .hasMessage("the password does not open " + folder.resolve("ca.p12"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 600})
    void saysThatTheFileIsDamagedAndLeavesItAlone(int kept) throws Exception {
        ClusterCa.openOrCreate(folder, PASSWORD);
        var file = folder.resolve("ca.p12");
        var torn = Arrays.copyOf(Files.readAllBytes(file), kept);
        Files.write(file, torn);

        assertThatThrownBy(() -> ClusterCa.openOrCreate(folder, PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " cannot be read or is damaged");
        assertThat(file).hasBinaryContent(torn);
    }

    @Test
    void makesNoNewAuthorityWhenOnlyTheKeyIsGone() throws Exception {
        ClusterCa.openOrCreate(folder, PASSWORD);
        Files.delete(folder.resolve("ca.p12"));

        assertThatThrownBy(() -> ClusterCa.openOrCreate(folder, PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restore it from a backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,OU=master", "a b", "-a", "a=b", "a\nb", "a+b"})
    void refusesANameThatCouldSayMoreThanAName(String name) throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);

        assertThatThrownBy(() -> issue(ca, Role.SLAVE, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAServerThatNobodyCouldVerify() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);

        assertThatThrownBy(() -> issue(ca, Role.PORTAL, "portal")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opensAnAuthorityWithoutWritingAnything() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);
        Files.delete(folder.resolve("ca.crt"));

        assertThat(ClusterCa.open(folder.resolve("ca.p12"), PASSWORD).certificate())
                .isEqualTo(ca.certificate());

        assertThat(folder.resolve("ca.crt")).doesNotExist();
        assertThatThrownBy(() -> ClusterCa.open(folder.resolve("none.p12"), PASSWORD))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("none.p12") + " cannot be read");
        assertThat(folder.resolve("none.p12")).doesNotExist();
    }

    @Test
    void signsARequestForAsLongAsToldAndUnderTheNameThatWasTold() throws Exception {
        var now = Instant.parse("2026-03-01T10:00:00Z");
        var ca = ClusterCa.openOrCreate(folder, PASSWORD, Clock.fixed(now, ZoneOffset.UTC));

        var certificate = ca.sign(Role.SLAVE, "slave-1", request("another"), Duration.ofDays(90));

        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=slave-1, OU=slave, O=Sluice");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(90)));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        certificate.verify(ca.certificate().getPublicKey());
    }

    @Test
    void signsNothingThatWouldOutliveIt() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);

        var certificate = ca.sign(Role.SLAVE, "slave-1", request("slave-1"), Duration.ofDays(20_000));

        assertThat(certificate.getNotAfter()).isEqualTo(ca.certificate().getNotAfter());
    }

    @Test
    void makesNoServerAndNoSignerOfARequest() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);

        for (var role : List.of(Role.BROKER, Role.PORTAL, Role.SIGNER)) {
            assertThatThrownBy(() -> ca.sign(role, "node", request("node"), Duration.ofDays(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> issue(ca, Role.SIGNER, "master")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesASignerNoPurposeInTls() throws Exception {
        var ca = ClusterCa.openOrCreate(folder, PASSWORD);

        var certificate = ca.certifySigner(
                dev.sluice.identity.CertificateFactory.newKeys().getPublic(), "master");

        assertThat(certificate.getExtendedKeyUsage())
                .doesNotContain(SERVER_AUTH, CLIENT_AUTH)
                .isNotEmpty();
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=master, OU=signer, O=Sluice");
    }

    private static Pkcs10 request(String name) {
        return Pkcs10.of(ClusterCa.subject(Role.SLAVE, name), dev.sluice.identity.CertificateFactory.newKeys());
    }

    private List<X509Certificate> issue(ClusterCa ca, Role role, String name, String... names) throws Exception {
        var file = folder.resolve("slave-1.p12");
        ca.issue(role, name, List.of(names), file, PASSWORD);
        var store = KeyStore.getInstance(file.toFile(), PASSWORD);
        return Arrays.stream(store.getCertificateChain("sluice"))
                .map(X509Certificate.class::cast)
                .toList();
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }
}
