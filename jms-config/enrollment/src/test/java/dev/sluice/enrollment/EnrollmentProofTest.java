package dev.sluice.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.NodeIdentity;
import dev.sluice.jms.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollmentProofTest {
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path folder;

    private final ActivationKey key = ActivationKey.create(FINGERPRINT);
    private final VerificationKey kept =
            VerificationKey.ofHex(key.verificationKey().hex());
    private EnrollmentRequest request;

    @BeforeEach
    void ask() throws IOException {
        var pkcs10 = new NodeIdentity(folder.resolve("node.p12"), "a password".toCharArray()).request("slave-1");
        request = EnrollmentRequest.of(key, "slave-1", pkcs10, "0.1.0", Protocol.CURRENT, NOW);
    }

    @Test
    void holdsForTheRequestItWasMadeFor() throws Exception {
        assertThat(kept.proves(request)).isTrue();
        assertThat(kept.proves(EnrollmentCodec.readRequest(EnrollmentCodec.write(request))))
                .isTrue();
    }

    @Test
    void needsTheSecret() {
        assertThat(ActivationKey.create(FINGERPRINT).verificationKey().proves(request))
                .isFalse();
    }

    @Test
    void breaksWithEachField() {
        var r = request;
        var changed = List.of(
                new EnrollmentRequest(
                        "bcdefghi", r.node(), r.request(), r.version(), r.protocol(), r.clock(), r.proof()),
                new EnrollmentRequest(
                        r.keyId(), "slave-2", r.request(), r.version(), r.protocol(), r.clock(), r.proof()),
                new EnrollmentRequest(r.keyId(), r.node(), "other", r.version(), r.protocol(), r.clock(), r.proof()),
                new EnrollmentRequest(r.keyId(), r.node(), r.request(), "0.2.0", r.protocol(), r.clock(), r.proof()),
                new EnrollmentRequest(
                        r.keyId(), r.node(), r.request(), r.version(), new Protocol(1, 1), r.clock(), r.proof()),
                new EnrollmentRequest(
                        r.keyId(), r.node(), r.request(), r.version(), r.protocol(), NOW.plusSeconds(1), r.proof()),
                new EnrollmentRequest(r.keyId(), r.node(), r.request(), r.version(), r.protocol(), r.clock(), ""));

        assertThat(changed).noneMatch(kept::proves);
    }

    @Test
    void tellsFieldsApartThatTogetherReadTheSame() {
        var one = new EnrollmentRequest("abcdefgh", "a", "bc", "1", Protocol.CURRENT, NOW, "");
        var other = new EnrollmentRequest("abcdefgh", "ab", "c", "1", Protocol.CURRENT, NOW, "");

        assertThat(one.provenBytes()).isNotEqualTo(other.provenBytes());
    }
}
