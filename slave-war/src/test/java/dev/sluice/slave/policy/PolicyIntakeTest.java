package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyIntakeTest {
    @TempDir
    private Path folder;

    private final ActivePolicy active = new ActivePolicy();
    private final AtomicInteger changes = new AtomicInteger();
    private final Alarms alarms = new Alarms(new SetClock());
    private final ListMaster master = new ListMaster();
    private PolicyIntake intake;

    @BeforeEach
    void open() throws IOException {
        intake = intake(active);
    }

    private PolicyIntake intake(ActivePolicy target) throws IOException {
        return new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(policies()),
                sections(),
                target,
                alarms,
                changes::incrementAndGet);
    }

    private Sections sections() throws IOException {
        return new Sections(folder.resolve("sections"), master);
    }

    private Path policies() {
        return folder.resolve("policies");
    }

    @Test
    void activatesAPolicyAndKeepsItOverARestart() throws IOException {
        PolicyMessage message = Policies.blocking(1, 1, "a.example");
        assertThat(intake.offer(message)).isEqualTo(Verdict.ACTIVATED);
        assertThat(active.get()).map(CompiledPolicy::hash).contains(message.hash());
        assertThat(changes).hasValue(1);
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.revision()).isEqualTo(new Revision(1, 1));
    }

    @Test
    void ignoresOlderAndEqualRevisions() {
        intake.offer(Policies.blocking(2, 5, "a.example"));
        assertThat(intake.offer(Policies.blocking(2, 5, "b.example"))).isEqualTo(Verdict.IGNORED);
        assertThat(intake.offer(Policies.blocking(2, 4, "b.example"))).isEqualTo(Verdict.IGNORED);
        assertThat(intake.offer(Policies.blocking(1, 900, "b.example"))).isEqualTo(Verdict.IGNORED);
        assertThat(active.revision()).isEqualTo(new Revision(2, 5));
        assertThat(changes).hasValue(1);
        assertThat(intake.outdatedCount()).isEqualTo(2);
    }

    @Test
    void takesAHigherEpochWithALowerNumber() {
        intake.offer(Policies.blocking(1, 900, "a.example"));
        assertThat(intake.offer(Policies.blocking(2, 1, "b.example"))).isEqualTo(Verdict.ACTIVATED);
    }

    @Test
    void refusesAnotherHashAndKeepsTheOneBefore() {
        intake.offer(Policies.blocking(1, 1, "a.example"));
        PolicyMessage sound = Policies.blocking(1, 2, "b.example");
        PolicyMessage message = Policies.signed(sound.revision(), "0".repeat(64), sound.bundle());
        assertThat(intake.offer(message)).isEqualTo(Verdict.REJECTED);
        assertThat(active.revision()).isEqualTo(new Revision(1, 1));
        assertThat(intake.rejected()).hasValueSatisfying(rejection -> {
            assertThat(rejection.revision()).isEqualTo(new Revision(1, 2));
            assertThat(rejection.problem()).contains(sound.hash());
        });
        assertThat(changes).hasValue(2);
    }

    @Test
    void refusesWhatCannotBeCompiledWithPathAndProblem() {
        PolicyMessage message =
                Policies.signed(new Revision(1, 1), "0".repeat(64), Policies.bundle("not a host at all"));
        assertThat(intake.offer(message)).isEqualTo(Verdict.REJECTED);
        assertThat(intake.rejected()).hasValueSatisfying(rejection -> {
            assertThat(rejection.path()).startsWith("rules[0].conditions[0]");
            assertThat(rejection.problem()).isNotBlank();
        });
        assertThat(active.get()).isEmpty();
        assertThat(intake.rejectedCount()).isOne();
    }

    @Test
    void knowsTheNewestRevisionThatReachedItWhateverBecameOfIt() throws IOException {
        assertThat(intake.received()).isEqualTo(Revision.NONE);
        intake.offer(Policies.blocking(1, 2, "a.example"));
        intake.offer(Policies.blocking(1, 1, "a.example"));
        assertThat(intake.received()).isEqualTo(new Revision(1, 2));
        intake.offer(Policies.signed(new Revision(1, 3), "bad", Policies.bundle("a.example")));
        assertThat(intake.received()).isEqualTo(new Revision(1, 3));
        PolicyIntake again = intake(new ActivePolicy());
        again.restore();
        assertThat(again.received()).isEqualTo(new Revision(1, 2));
    }

    @Test
    void takesTheActiveRevisionOnceMoreAfterAResync() {
        intake.offer(Policies.blocking(1, 2, "a.example"));
        intake.resync();
        assertThat(intake.received()).isEqualTo(Revision.NONE);
        assertThat(intake.offer(Policies.blocking(1, 1, "b.example"))).isEqualTo(Verdict.IGNORED);
        PolicyMessage head = Policies.blocking(1, 2, "b.example");
        assertThat(intake.offer(head)).isEqualTo(Verdict.ACTIVATED);
        assertThat(active.get()).map(CompiledPolicy::hash).contains(head.hash());
        assertThat(intake.offer(head)).isEqualTo(Verdict.IGNORED);
    }

    @Test
    void forgetsARefusalAtAResync() {
        intake.offer(Policies.signed(new Revision(1, 1), "bad", Policies.bundle("a.example")));
        intake.resync();
        assertThat(intake.rejected()).isEmpty();
    }

    @Test
    void anActivationEndsTheRejection() {
        PolicyMessage refused = Policies.signed(new Revision(1, 1), "bad", Policies.bundle("a.example"));
        intake.offer(refused);
        intake.offer(Policies.blocking(1, 2, "a.example"));
        assertThat(intake.rejected()).isEmpty();
    }

    @Test
    void refusesWhatNoMasterOfThisClusterHasSigned() throws IOException {
        PolicyMessage sound = Policies.blocking(1, 1, "a.example");
        PolicyMessage unsigned = new PolicyMessage(sound.revision(), sound.hash(), sound.bundle());
        PolicyMessage foreign = TestCluster.ANOTHER.sign(unsigned);
        PolicyMessage renumbered = new PolicyMessage(new Revision(1, 2), sound.hash(), sound.bundle())
                .signed(sound.signature().orElseThrow());
        for (PolicyMessage message : List.of(unsigned, foreign, renumbered)) {
            assertThat(intake.offer(message)).isEqualTo(Verdict.UNTRUSTED);
        }
        assertThat(active.get()).isEmpty();
        assertThat(intake.received()).isEqualTo(Revision.NONE);
        assertThat(intake.rejected())
                .as("the master's own must not be held back for it")
                .isEmpty();
        assertThat(intake.untrustedCount()).isEqualTo(3);
        assertThat(alarms.latest()).contains("The policy 1.2 was refused", "signed");
        assertThat(policies()).isEmptyDirectory();
    }

    @Test
    void takesAPolicyWhoseSignerIsAnotherThanBefore() {
        intake.offer(Policies.blocking(1, 1, "a.example"));
        TestCluster.OURS.newSigner();
        assertThat(intake.offer(Policies.blocking(1, 2, "a.example"))).isEqualTo(Verdict.ACTIVATED);
    }

    @Test
    void passesOverAnUnsignedAndAForeignPolicyOnDisk() throws IOException {
        intake.offer(Policies.blocking(1, 1, "a.example"));
        PolicyMessage planted = Policies.blocking(1, 2, "b.example");
        PolicyStore store = new PolicyStore(policies());
        store.save(new PolicyMessage(planted.revision(), planted.hash(), planted.bundle()));
        store.save(TestCluster.ANOTHER.sign(Policies.blocking(1, 3, "b.example")));
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.revision()).isEqualTo(new Revision(1, 1));
    }

    @Test
    void trustsNobodyBeforeTheNodeHasAnAuthorityAndThenItsMaster() throws IOException {
        Path later = folder.resolve("truststore.p12");
        intake = new PolicyIntake(
                new PolicyCompiler(),
                new Signatures(later, TestCluster.PASSWORD),
                new PolicyStore(policies()),
                sections(),
                active,
                alarms,
                () -> {});
        assertThat(intake.offer(Policies.blocking(1, 1, "a.example"))).isEqualTo(Verdict.UNTRUSTED);
        assertThat(alarms.latest()).contains("authority is not known", later.toString());
        Files.copy(TestCluster.OURS.trustStore(), later);
        assertThat(intake.offer(Policies.blocking(1, 1, "a.example"))).isEqualTo(Verdict.ACTIVATED);
    }

    @Test
    void tellsAPolicyOnlyOnceTheDiskHasIt() throws IOException {
        List<Boolean> kept = new ArrayList<>();
        intake = new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(policies()),
                sections(),
                active,
                alarms,
                () -> kept.add(Files.exists(policies().resolve("policy-1-1.json"))));
        intake.offer(Policies.blocking(1, 1, "a.example"));
        assertThat(kept).containsExactly(true);
        assertThat(intake.settled()).isEqualTo(active.get());
    }

    private PolicyMessage withLists(long number, int domains) {
        return Policies.withLists(1, number, master, master.add("ads", ListMaster.domains("a", domains)));
    }

    @Test
    void keepsLongListsOverARestartAndDeletesThoseOfForgottenPolicies() throws IOException {
        for (int number = 1; number <= PolicyStore.KEPT + 2; number++) {
            assertThat(intake.offer(withLists(number, 10 * number))).isEqualTo(Verdict.ACTIVATED);
        }
        assertThat(folder.resolve("sections").toFile().list()).hasSize(PolicyStore.KEPT);
        master.away(true);
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.get().map(CompiledPolicy::hash)).isEqualTo(active.get().map(CompiledPolicy::hash));
    }

    @Test
    void fallsBackToTheOneBeforeWhenAListOfTheNewestIsDamaged() throws IOException {
        intake.offer(withLists(1, 10));
        PolicyMessage newest = withLists(2, 20);
        intake.offer(newest);
        Files.writeString(folder.resolve("sections/" + newest.sections().get(0).digest() + ".txt"), "b.example\n");
        ActivePolicy again = new ActivePolicy();
        PolicyIntake afterwards = intake(again);
        afterwards.restore();
        assertThat(again.revision()).isEqualTo(new Revision(1, 1));
        assertThat(afterwards.offer(newest)).isEqualTo(Verdict.ACTIVATED);
    }

    @Test
    void leavesWhatItCannotCompleteAndSaysSo() {
        intake.offer(Policies.blocking(1, 1, "a.example"));
        PolicyMessage policy = withLists(2, 10);
        master.away(true);
        assertThat(intake.offer(policy)).isEqualTo(Verdict.INCOMPLETE);
        assertThat(active.revision()).isEqualTo(new Revision(1, 1));
        assertThat(intake.received()).isEqualTo(new Revision(1, 2));
        assertThat(intake.rejected()).isEmpty();
        assertThat(alarms.latest()).contains("1.2 is not whole yet");
        master.away(false);
        assertThat(intake.offer(policy)).isEqualTo(Verdict.ACTIVATED);
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void asksForNoListOfAPolicyThatIsNotSigned() {
        PolicyMessage policy = withLists(1, 10);
        PolicyMessage unsigned = new PolicyMessage(
                policy.revision(), policy.hash(), policy.bundle(), policy.sections(), Optional.empty());
        assertThat(intake.offer(unsigned)).isEqualTo(Verdict.UNTRUSTED);
        assertThat(master.asked).isEmpty();
    }

    @Test
    void refusesAPolicyWhoseListsAreOthersThanTheMasterCompiled() throws IOException {
        PolicyMessage policy = withLists(1, 10);
        PolicyMessage exchanged = new PolicyMessage(
                policy.revision(),
                policy.hash(),
                policy.bundle(),
                List.of(master.add("ads", ListMaster.domains("a", 11))),
                policy.signature());
        assertThat(intake.offer(exchanged)).isEqualTo(Verdict.REJECTED);
        assertThat(folder.resolve("sections")).isEmptyDirectory();
    }

    @Test
    void aRefusedPolicyIsNotOnDisk() throws IOException {
        intake.offer(Policies.signed(new Revision(1, 1), "bad", Policies.bundle("a.example")));
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.get()).isEmpty();
    }

    @Test
    void fallsBackToTheOneBeforeWhenTheNewestOnDiskIsDamaged() throws IOException {
        intake.offer(Policies.blocking(1, 1, "a.example"));
        intake.offer(Policies.blocking(1, 2, "b.example"));
        Files.writeString(policies().resolve("policy-1-2.json"), "rubbish");
        ActivePolicy again = new ActivePolicy();
        intake(again).restore();
        assertThat(again.revision()).isEqualTo(new Revision(1, 1));
    }

    @Test
    void enforcesWhatTheDiskDoesNotTakeAndWritesItLater() throws IOException {
        Files.delete(policies());
        Files.writeString(policies(), "a file where the folder should be");
        assertThat(intake.offer(Policies.blocking(1, 1, "a.example"))).isEqualTo(Verdict.ACTIVATED);
        assertThat(intake.saved()).isFalse();
        assertThat(alarms.latest()).contains("1.1", "cannot be kept on disk");
        Files.delete(policies());
        Files.createDirectory(policies());
        intake.saveUnsaved();
        assertThat(intake.saved()).isTrue();
        assertThat(alarms.latest()).isEmpty();
        assertThat(policies().resolve("policy-1-1.json")).exists();
    }
}
