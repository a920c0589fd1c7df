package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdentityTest {
    private static final char[] PASSWORD = "a password of the test".toCharArray();
    private static final Duration LIFE = Duration.ofDays(90);

    @TempDir
    Path folder;

    private ClusterCa ca;
    private NodeIdentity identity;

    @BeforeEach
    void open() throws IOException {
        ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        identity = identity();
    }

    @Test
    void getsACertificateForTheKeyItMade() throws Exception {
        var holder = identity.accept(answer(identity.request("slave-1")), ca.certificate());

        assertThat(holder.name()).isEqualTo("slave-1");
        assertThat(holder.role()).isEqualTo(Role.SLAVE);
        assertThat(holder.serial()).matches("[0-9a-f]{30,32}");
        assertThat(Duration.between(Instant.now(), holder.until()))
                .isBetween(LIFE.minus(Duration.ofMinutes(1)), LIFE.plusSeconds(1));
        assertThat(identity().current()).contains(holder);
        var store = KeyStore.getInstance(file().toFile(), PASSWORD);
        assertThat(store.getKey("sluice", PASSWORD)).isNotNull();
        assertThat(store.getCertificateChain("sluice")).hasSize(2).endsWith(ca.certificate());
    }

    @Test
    void isRenewedAfterTwoThirdsOfItsLife() {
        var from = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(new Holder("slave-1", Role.SLAVE, "1", from, from.plus(90, ChronoUnit.DAYS)).renewAt())
                .isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void asksWithTheSameKeyUntilTheAnswerComes() throws Exception {
        var first = identity.request("slave-1");
        var afterARestart = identity().request("slave-1");
        assertThat(afterARestart.keyFingerprint()).isEqualTo(first.keyFingerprint());
        assertThat(identity.isPending()).isTrue();

        identity().accept(answer(first), ca.certificate());

        assertThat(identity.isPending()).isFalse();
        assertThat(identity.request("slave-1").keyFingerprint()).isNotEqualTo(first.keyFingerprint());
    }

    @Test
    void worksWithTheOldCertificateUntilTheNewOneIsThere() throws Exception {
        var first = identity.accept(answer(identity.request("slave-1")), ca.certificate());
        var request = identity.request("slave-1");
        assertThat(identity.current()).contains(first);

        var second = identity.accept(answer(request), ca.certificate());

        assertThat(second.serial()).isNotEqualTo(first.serial());
        assertThat(identity.current()).contains(second);
    }

    @Test
    void makesANewKeyWhenTheOneItUsedWasLeftBehindByAStop() throws Exception {
        var request = identity.request("slave-1");
        var left = Files.readAllBytes(pendingFile());
        identity.accept(answer(request), ca.certificate());
        Files.write(pendingFile(), left);

        assertThat(identity.isPending()).isFalse();
        assertThat(identity.request("slave-1").keyFingerprint()).isNotEqualTo(request.keyFingerprint());
    }

    @Test
    void makesANewKeyWhenTheKeptOneCannotBeRead() throws Exception {
        identity.request("slave-1");
        Files.writeString(pendingFile(), "damaged");

        var request = identity.request("slave-1");

        assertThat(identity.accept(answer(request), ca.certificate())).isNotNull();
    }

    @Test
    void refusesACertificateForAnotherKey() throws Exception {
        identity.request("slave-1");
        var other = new NodeIdentity(folder.resolve("other.p12"), PASSWORD).request("slave-1");

        assertThatThrownBy(() -> identity.accept(answer(other), ca.certificate()))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate is for another key than the one that was asked for");
        assertThat(file()).doesNotExist();
        assertThat(identity.isPending()).isTrue();
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        var foreign = ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD);
        var answer = CertificateChain.of(
                foreign.sign(Role.SLAVE, "slave-1", identity.request("slave-1"), LIFE), foreign.certificate());

        assertThatThrownBy(() -> identity.accept(answer, ca.certificate()))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate is of another authority");
    }

    @Test
    void refusesACertificateThatIsNotANodes() throws Exception {
        var master = CertificateChain.of(
                ca.sign(Role.MASTER, "master", identity.request("slave-1"), LIFE), ca.certificate());

        assertThatThrownBy(() -> identity.accept(master, ca.certificate()))
                .isInstanceOf(IOException.class)
                .hasMessage("the certificate is not one of a node");
    }

    @Test
    void refusesAnAnswerWithoutARequest() throws Exception {
        var answer = answer(new NodeIdentity(folder.resolve("other.p12"), PASSWORD).request("slave-1"));

        assertThatThrownBy(() -> identity.accept(answer, ca.certificate())).hasMessage("no certificate was asked for");
    }

    @Test
    void hasNoneUntilTheFirstComes() throws Exception {
        assertThat(identity.current()).isEmpty();
        identity.request("slave-1");
        assertThat(identity.current()).isEmpty();
    }

    @Test
    void letsOnlyTheOwnerReadTheKeys() throws Exception {
        var request = identity.request("slave-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pendingFile())))
                .isEqualTo("rw-------");
        identity.accept(answer(request), ca.certificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void aChainIsReadBackAsItWasWritten() throws Exception {
        var chain = answer(identity.request("slave-1"));

        assertThat(CertificateChain.parse(chain.pem())).isEqualTo(chain);
        assertThat(chain.authorityFingerprint()).isEqualTo(ca.fingerprint());
    }

    @Test
    void aChainWhoseLinksDoNotMeetIsRefused() throws Exception {
        var leaf = answer(identity.request("slave-1")).leaf();
        var foreign =
                ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD).certificate();

        assertThatThrownBy(() -> CertificateChain.of(leaf, foreign))
                .hasMessage("the certificate was not issued by the authority beside it");
        assertThatThrownBy(() -> CertificateChain.of(leaf, leaf))
                .hasMessage("the second certificate of the chain is not an authority");
        assertThatThrownBy(() -> CertificateChain.parse(Pem.text(Pem.CERTIFICATE, Pem.der(leaf))))
                .hasMessage("the certificate chain must be a certificate and its authority in PEM form");
        assertThatThrownBy(() -> CertificateChain.parse("-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----"))
                .hasMessage("the certificate chain cannot be read");
        assertThatThrownBy(() -> CertificateChain.parse("x".repeat(40_000)))
                .hasMessage("the certificate chain is longer than 32768 characters");
    }

    private CertificateChain answer(Pkcs10 request) throws Exception {
        var leaf = ca.sign(Role.SLAVE, "slave-1", Pkcs10.parse(request.pem()), LIFE);
        return CertificateChain.of(leaf, ca.certificate());
    }

    private NodeIdentity identity() {
        return new NodeIdentity(file(), PASSWORD);
    }

    private Path file() {
        return folder.resolve("node.p12");
    }

    private Path pendingFile() {
        return folder.resolve("node.p12.pending");
    }
}
