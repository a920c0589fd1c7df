package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.privacy.Visit;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that say something on privacy, on their way into force. */
class PrivacyIntakeTest {
    @TempDir
    private Path folder;

    private final ActivePolicy active = new ActivePolicy();
    private PolicyIntake intake;

    @BeforeEach
    void open() throws IOException {
        intake = intake(active);
    }

    private PolicyIntake intake(ActivePolicy target) throws IOException {
        return new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(folder.resolve("policies")),
                new Sections(folder.resolve("sections"), new ListMaster()),
                target,
                new Alarms(new SetClock()),
                () -> {});
    }

    private static PolicyMessage hashingUsers(long number, PrivacyKey... key) throws InvalidPolicyException {
        Revision revision = new Revision(1, number);
        PolicyBundle bundle = Policies.bundle("a.example")
                .withPrivacy(new Privacy(Map.of(Privacy.Field.USER, Privacy.Treatment.HASH)));
        String hash = new PolicyCompiler().compile(bundle, revision).hash();
        PolicyMessage message = new PolicyMessage(revision, hash, bundle);
        return TestCluster.OURS.sign(key.length == 0 ? message : message.with(key[0]));
    }

    @Test
    void refusesAPolicyThatHashesAndHasNoKey() throws Exception {
        assertThat(intake.offer(hashingUsers(1))).isEqualTo(Verdict.REJECTED);
        assertThat(intake.rejected().orElseThrow().path()).isEqualTo("privacy");
        assertThat(active.get()).isEmpty();
    }

    @Test
    void believesNoKeyButTheMasters() throws Exception {
        PolicyMessage signed = hashingUsers(1, new PrivacyKey(new byte[PrivacyKey.BYTES]));
        byte[] another = new byte[PrivacyKey.BYTES];
        another[0] = 1;

        assertThat(intake.offer(signed.with(new PrivacyKey(another)))).isEqualTo(Verdict.UNTRUSTED);
        assertThat(intake.offer(signed)).isEqualTo(Verdict.ACTIVATED);
        assertThat(folder.resolve("policies")).satisfies(kept -> assertThat(Files.getPosixFilePermissions(kept))
                .as("the key is in there")
                .isEqualTo(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void redactsByThePolicyInForceAndByTheOneOnDiskAfterAStart() throws Exception {
        AccessRecord alice = Visit.of("10.1.2.3", "alice", "/");
        assertThat(active.redact(alice).user()).as("without a policy").isEmpty();
        intake.offer(hashingUsers(1, new PrivacyKey(new byte[PrivacyKey.BYTES])));
        String word = active.redact(alice).user();
        assertThat(word).startsWith("~");
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.redact(alice).user()).isEqualTo(word);
        intake.offer(Policies.blocking(1, 2, "a.example"));
        assertThat(active.redact(alice)).isEqualTo(alice);
    }
}
