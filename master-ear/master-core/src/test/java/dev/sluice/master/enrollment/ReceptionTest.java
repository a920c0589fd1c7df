package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Proofs;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.match.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the master refuses, each for the first reason that there is. */
class ReceptionTest {
    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() {
        ActivationKey strange = ActivationKey.create("0".repeat(64));
        rig.assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
    }

    @Test
    void refusesAKeyThatWasRevoked() {
        ActivationKey key = rig.openKey();
        assertThat(rig.keys.revoke(key.id(), "ann")).isTrue();
        assertThat(rig.keys.revoke(key.id(), "ann")).isFalse();
        rig.assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(key, "n1"));
    }

    @Test
    void refusesAProofOfAnotherSecretBeforeItTellsAnythingOfTheKey() {
        ActivationKey key = rig.openKey();
        rig.keys.revoke(key.id(), "ann");
        ActivationKey forged = ActivationKey.parse(key.id() + "." + "a".repeat(32) + "." + key.fingerprint());
        rig.assertRefused(Reason.WRONG_PROOF, () -> rig.join(forged, "n1"));
    }

    @Test
    void refusesAProofOfAnotherRequest() {
        EnrollmentRequest honest = rig.request(rig.openKey(), "n1");
        EnrollmentRequest changed = new EnrollmentRequest(
                honest.keyId(),
                "n2",
                honest.request(),
                honest.version(),
                honest.protocol(),
                honest.clock(),
                honest.proof());
        rig.assertRefused(Reason.WRONG_PROOF, () -> rig.ask(changed));
    }

    @Test
    void refusesAKeyThatRanOut() {
        KeyTerms terms = new KeyTerms("", Optional.empty(), Optional.of(Duration.ofHours(1)), "", List.of(), true);
        ActivationKey key = rig.keys.create(terms, "ann");
        rig.clock.move(Duration.ofHours(1));
        rig.assertRefused(Reason.EXPIRED_KEY, () -> rig.join(key, "n1"));
    }

    @Test
    void refusesAKeyThatWasUsedUp() throws Exception {
        ActivationKey key = rig.key(Optional.of(2), true);
        rig.join(key, "n1");
        rig.join(key, "n2");
        rig.assertRefused(Reason.USED_UP_KEY, () -> rig.join(key, "n3"));
    }

    @Test
    void refusesANetworkThatTheKeyDoesNotName() throws Exception {
        KeyTerms terms =
                new KeyTerms("", Optional.empty(), Optional.empty(), "", List.of(Network.parse("192.0.2.0/29")), true);
        ActivationKey key = rig.keys.create(terms, "ann");
        EnrollmentRequest request = rig.request(key, "n1");
        rig.assertRefused(Reason.NETWORK_NOT_ALLOWED, () -> rig.enrollments.ask(request, Rig.address("192.0.2.8")));
        assertThat(rig.enrollments.ask(request, Rig.address("192.0.2.7"))).isInstanceOf(Approved.class);
    }

    @Test
    void refusesAnotherVersionOfTheProductOrTheProtocol() {
        ActivationKey key = rig.openKey();
        rig.assertRefused(
                Reason.VERSION_INCOMPATIBLE,
                () -> rig.ask(EnrollmentRequest.of(
                        key, "n1", rig.csr("n1", "n1"), "0.0.9", Protocol.CURRENT, rig.clock.instant())));
        rig.assertRefused(
                Reason.VERSION_INCOMPATIBLE,
                () -> rig.ask(EnrollmentRequest.of(
                        key, "n1", rig.csr("n1", "n1"), Rig.VERSION, new Protocol(8, 9), rig.clock.instant())));
    }

    @Test
    void refusesAClockThatIsOff() throws Exception {
        ActivationKey key = rig.openKey();
        Instant now = rig.clock.instant();
        rig.assertRefused(Reason.CLOCK_OFF, () -> rig.ask(at(key, now.plusMillis(30_001))));
        rig.assertRefused(Reason.CLOCK_OFF, () -> rig.ask(at(key, now.minusMillis(30_001))));
        assertThat(rig.ask(at(key, now.minusSeconds(30)))).isInstanceOf(Approved.class);
    }

    private EnrollmentRequest at(ActivationKey key, Instant clock) {
        return EnrollmentRequest.of(key, "n1", rig.csr("n1", "n1"), Rig.VERSION, Protocol.CURRENT, clock);
    }

    @Test
    void refusesACertificateRequestThatIsNotUsable() {
        ActivationKey key = rig.openKey();
        String broken = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
        rig.assertRefused(
                Reason.MALFORMED, () -> rig.ask(Proofs.with(key, "n1", broken, Rig.VERSION, rig.clock.instant())));
    }

    @Test
    void refusesTheIdOfANodeThatIsAtWorkWithAnotherKey() throws Exception {
        ActivationKey key = rig.openKey();
        rig.join(key, "n1");
        rig.live.add("n1");
        rig.assertRefused(Reason.NODE_LIVE, () -> rig.ask(rig.request(key, "n1", "another")));
        rig.live.clear();
        Approved heir = (Approved) rig.ask(rig.request(key, "n1", "another"));
        assertThat(rig.lastAdmission().serials()).isEqualTo(Map.of("n1", List.of(Rig.serial(heir))));
    }

    @Test
    void takesNoMoreThanSoManyRequestsThatWait() throws Exception {
        ActivationKey key = rig.key(Optional.empty(), false);
        rig.database.execute(
                "INSERT INTO enrollment (id, key_id, node, public_key, request, version, address, asked_at,"
                        + " status) SELECT 'an id that is long ' || n, '" + key.id()
                        + "', 'w' || n, '', '', '', '', now(),"
                        + " 'PENDING' FROM generate_series(1, " + Reception.MOST_PENDING + ") n");
        rig.assertRefused(Reason.FLOOD, () -> rig.wait(key, "n1"));
        assertThat(rig.join(rig.openKey(), "n2")).isNotNull();
    }

    @Test
    void letsAKeyForOneInOnceWhenManyAskAtOnce() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), true);
        List<EnrollmentRequest> requests =
                IntStream.range(0, 6).mapToObj(i -> rig.request(key, "n" + i)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Boolean>> asking = requests.stream()
                    .<Callable<Boolean>>map(request -> () -> {
                        try {
                            return rig.ask(request) instanceof Approved;
                        } catch (RefusedException e) {
                            assertThat(e.refusal().reason()).isEqualTo(Reason.USED_UP_KEY);
                            return false;
                        }
                    })
                    .toList();
            int in = 0;
            for (Future<Boolean> each : pool.invokeAll(asking)) {
                in += each.get() ? 1 : 0;
            }
            assertThat(in).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(rig.members.all()).hasSize(1);
    }
}
