package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySignatureTest {
    private static final char[] PASSWORD = "a password of the test".toCharArray();
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path folder;

    private ClusterCa ca;
    private PolicySigner signer;
    private PolicyVerifier verifier;

    @BeforeEach
    void open() throws IOException {
        ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        signer = PolicySigner.certifiedBy(ca, "master");
        ca.writeTrustStore(folder.resolve("trust.p12"), PASSWORD);
        verifier = new PolicyVerifier(TrustStore.read(folder.resolve("trust.p12"), PASSWORD));
    }

    @Test
    void holdsForWhatWasSigned() {
        assertThatCode(() -> verifier.verify(signer.certificate(), signer.sign(CONTENT), CONTENT))
                .doesNotThrowAnyException();
    }

    @Test
    void holdsForEverySignerOfTheAuthority() {
        var afterARestart = PolicySigner.certifiedBy(ca, "master");

        assertThatCode(() -> verifier.verify(afterARestart.certificate(), afterARestart.sign(CONTENT), CONTENT))
                .doesNotThrowAnyException();
        refuses(signer.certificate(), afterARestart.sign(CONTENT), CONTENT, "the policy is not what its signer signed");
    }

    @Test
    void holdsAfterTheSignersCertificateRanOut() throws Exception {
        var longAgo = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        var oldCa = ClusterCa.openOrCreate(folder.resolve("old"), PASSWORD, longAgo);
        var oldSigner = PolicySigner.certifiedBy(oldCa, "master");

        assertThatCode(() -> new PolicyVerifier(oldCa.certificate())
                        .verify(oldSigner.certificate(), oldSigner.sign(CONTENT), CONTENT))
                .doesNotThrowAnyException();
    }

    @Test
    void breaksWithTheContent() {
        refuses(
                signer.certificate(),
                signer.sign(CONTENT),
                new byte[] {1, 2, 4},
                "the policy is not what its signer signed");
    }

    @Test
    void ofAnotherAuthorityIsRefused() throws Exception {
        var foreign = ClusterCa.openOrCreate(folder.resolve("foreign"), PASSWORD);
        var foreigner = PolicySigner.certifiedBy(foreign, "master");

        refuses(
                foreigner.certificate(),
                foreigner.sign(CONTENT),
                CONTENT,
                "the signer's certificate is not of this cluster's authority");
    }

    @Test
    void ofAnotherRoleIsRefused() throws Exception {
        ca.issue(Role.MASTER, "master", List.of(), folder.resolve("master.p12"), PASSWORD);
        var master = Pkcs12.readKey(folder.resolve("master.p12"), PASSWORD).certificate();

        refuses(
                Base64.getEncoder().encodeToString(Pem.der(master)),
                signer.sign(CONTENT),
                CONTENT,
                "the certificate is not one of a signer: CN=master, OU=master, O=Sluice");
    }

    @Test
    void thatCannotBeReadIsRefused() {
        refuses("", "", CONTENT, "the signer's certificate cannot be read");
        refuses("%", "", CONTENT, "the certificate is not base64");
        refuses("A".repeat(20_000), "", CONTENT, "the certificate is longer than 16384 characters");
        refuses(signer.certificate(), "%", CONTENT, "the signature is not base64");
        refuses(signer.certificate(), "AAAA", CONTENT, "the policy's signature cannot be checked");
    }

    @Test
    void damagedInAnyBitIsRefused() throws Exception {
        var certificate = Base64.getDecoder().decode(signer.certificate());
        var value = signer.sign(CONTENT);
        // of the bits of its own signature that do not count: that there are some changes nothing where these are zero
        // anyway
        var unused =
                certificate.length - CertificateChain.certificate(certificate).getSignature().length - 1;
        for (var bit = 0; bit < certificate.length * Byte.SIZE; bit++) {
            if (bit / Byte.SIZE != unused) {
                var damaged = certificate.clone();
                damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
                refuses(Base64.getEncoder().encodeToString(damaged), value, CONTENT, "");
            }
        }
    }

    private void refuses(String certificate, String value, byte[] content, String reason) {
        assertThatThrownBy(() -> verifier.verify(certificate, value, content))
                .isInstanceOf(SignatureException.class)
                .hasMessageStartingWith(reason);
    }
}
