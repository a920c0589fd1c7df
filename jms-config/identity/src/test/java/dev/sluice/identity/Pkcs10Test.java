package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs10Test {
    private final KeyPair keys = CertificateFactory.newKeys();
    private final Pkcs10 request = Pkcs10.of(ClusterCa.subject(Role.SLAVE, "slave-1"), keys);

    @Test
    void isReadBackAsItWasMade() throws Exception {
        var read = Pkcs10.parse(request.pem());

        assertThat(read.key()).isEqualTo(keys.getPublic());
        assertThat(read.keyFingerprint()).isEqualTo(request.keyFingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void isKnownByItsKeyHoweverOftenItIsSigned() throws Exception {
        var again = Pkcs10.of(ClusterCa.subject(Role.SLAVE, "slave-1"), keys);

        assertThat(again.pem()).isNotEqualTo(request.pem());
        assertThat(again.keyFingerprint()).isEqualTo(request.keyFingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void takesTheCurvesThatTheClusterUses(String curve) throws Exception {
        assertThat(Pkcs10.parse(pem(keys("EC", curve), "SHA384withECDSA"))).isNotNull();
    }

    @Test
    void refusesEveryOtherKey() throws Exception {
        for (var pem : new String[] {
            pem(keys("EC", "secp521r1"), "SHA256withECDSA"),
            pem(keys("RSA", ""), "SHA256withRSA"),
            pem(keys("Ed25519", ""), "Ed25519")
        }) {
            assertThatThrownBy(() -> Pkcs10.parse(pem))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessage("the key must be an EC key on P-256 or P-384");
        }
    }

    @Test
    void refusesARequestThatAnotherKeySigned() throws Exception {
        var stolen = new KeyPair(keys.getPublic(), CertificateFactory.newKeys().getPrivate());

        assertThatThrownBy(() -> Pkcs10.parse(pem(stolen, "SHA256withECDSA")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("the request is not signed with the key it is for");
    }

    @Test
    void refusesWhatIsNotOneRequest() {
        for (var text : new String[] {
            "", "hello", request.pem() + request.pem(), request.pem().substring(0, 200)
        }) {
            assertThatThrownBy(() -> Pkcs10.parse(text)).isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> Pkcs10.parse("x".repeat(10_000)))
                .hasMessage("the certificate request is longer than 8192 characters");
    }

    @Test
    void takesNoDamagedRequestForTheSameKey() {
        var random = new Random(1);
        var der = Pem.blocks(Pem.REQUEST, request.pem()).get(0);
        for (var round = 0; round < 500; round++) {
            var damaged = der.clone();
            damaged[random.nextInt(der.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> Pkcs10.parse(Pem.text(Pem.REQUEST, damaged)))
                    .as(Base64.getEncoder().encodeToString(damaged))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private static KeyPair keys(String algorithm, String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (!curve.isEmpty()) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys, String algorithm) throws Exception {
        var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        var subject = ClusterCa.subject(Role.SLAVE, "slave-1");
        return Pem.text(
                Pem.REQUEST,
                new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                        .build(signer)
                        .getEncoded());
    }
}
