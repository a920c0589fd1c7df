package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.master.audit.Told;
import dev.sluice.master.authority.TestAuthority;
import dev.sluice.master.config.MasterConfig.Initial;
import dev.sluice.master.config.TestConfig;
import dev.sluice.policy.match.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
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
    void keepsAllButTheSecret() {
        KeyTerms terms = new KeyTerms(
                "for the branches",
                Optional.of(5),
                Optional.of(Duration.ofDays(2)),
                "branch",
                List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32")),
                true);
        ActivationKey key = rig.keys.create(terms, "ann");
        assertThat(rig.keys.all())
                .containsExactly(new JoinKey(
                        key.id(),
                        "for the branches",
                        "branch",
                        terms.networks(),
                        true,
                        0,
                        Optional.of(5),
                        Optional.of(rig.clock.instant().plus(Duration.ofDays(2))),
                        rig.clock.instant(),
                        "ann",
                        Optional.empty(),
                        false));
        String secret = key.text().split("\\.")[1];
        assertThat(rig.database.texts("SELECT activation_key::text FROM activation_key").stream()
                        .collect(Collectors.joining()))
                .contains(key.id())
                .doesNotContain(secret);
        assertThat(rig.database.texts("SELECT audit_event::text FROM audit_event"))
                .singleElement()
                .asString()
                .contains(key.id())
                .doesNotContain(secret);
    }

    @Test
    void leavesWhoMadeAndRevokedAKeyInTheAudit() {
        String id = rig.key(Optional.of(5), true).id();
        rig.keys.revoke(id, "bob");
        rig.keys.revoke(id, "bob");
        assertThat(Told.by(rig.database))
                .containsExactly(
                        "ann key.create " + id
                                + " > {\"autoApprove\":true,\"group\":\"\",\"label\":\"\",\"networks\":[],"
                                + "\"uses\":5}",
                        "bob key.revoke " + id);
    }

    @Test
    void refusesTermsThatCannotBe() {
        assertRefused("", Optional.of(0), Optional.empty(), "");
        assertRefused("", Optional.empty(), Optional.of(Duration.ofSeconds(59)), "");
        assertRefused("", Optional.empty(), Optional.empty(), "No Group");
        assertRefused("x".repeat(101), Optional.empty(), Optional.empty(), "");
    }

    private static void assertRefused(String label, Optional<Integer> uses, Optional<Duration> life, String group) {
        assertThatThrownBy(() -> new KeyTerms(label, uses, life, group, List.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsTheKeyInTheFileForNodesOnThisMachine() throws Exception {
        ActivationKey key = ActivationKey.create(TestAuthority.AUTHORITY.fingerprint());
        started(key.text() + "\n");
        started(key.text() + "\n");

        assertThat(rig.enrollments.ask(rig.request(key, "n1"), Rig.address("127.0.0.1")))
                .isInstanceOf(Approved.class);
        assertThat(rig.enrollments.ask(rig.request(key, "n2"), Rig.address("::1")))
                .isInstanceOf(Approved.class);
        assertThatThrownBy(() -> rig.enrollments.ask(rig.request(key, "n3"), Rig.address("192.0.2.7")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.NETWORK_NOT_ALLOWED));

        ActivationKey next = ActivationKey.create(TestAuthority.AUTHORITY.fingerprint());
        started(next.text());
        assertThatThrownBy(() -> rig.enrollments.ask(rig.request(key, "n4"), Rig.address("127.0.0.1")))
                .isInstanceOf(RefusedException.class);
        assertThat(rig.enrollments.ask(rig.request(next, "n4"), Rig.address("127.0.0.1")))
                .isInstanceOf(Approved.class);
    }

    @Test
    void doesNotStartWithAFileThatHoldsNoKeyOfThisCluster() {
        String strange = ActivationKey.create("0".repeat(64)).text();
        assertThatThrownBy(() -> started(strange))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another cluster");
        assertThatThrownBy(() -> started("no key")).isInstanceOf(IllegalStateException.class);
    }

    private void started(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), text);
        rig.keys(TestConfig.with(new Initial(Optional.empty(), Optional.empty(), Optional.of(file))))
                .start();
    }
}
