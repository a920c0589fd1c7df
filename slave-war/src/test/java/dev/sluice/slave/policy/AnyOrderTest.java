package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in whatever order, and whatever a crash leaves on disk. The seeds are fixed. */
class AnyOrderTest {
    private static final int STEPS = 120;

    @TempDir
    private Path folder;

    private final Alarms alarms = new Alarms(new SetClock());
    private ActivePolicy active = new ActivePolicy();
    private PolicyIntake intake;

    /** Also as after a restart. */
    @BeforeEach
    void start() throws IOException {
        active = new ActivePolicy();
        intake = new PolicyIntake(
                new PolicyCompiler(), TestCluster.OURS.signatures(), new PolicyStore(folder), active, alarms, () -> {});
        intake.restore();
    }

    private static List<PolicyMessage> published(Random random) {
        List<PolicyMessage> published = new ArrayList<>();
        for (int epoch = 1; epoch <= 3; epoch++) {
            for (int number = 1; number <= 6; number++) {
                published.add(Policies.blocking(epoch, number, "h" + random.nextInt(4) + ".example"));
            }
        }
        return published;
    }

    /** A published policy, now and then twice, newly signed, with another's signature, or with another's content. */
    private static PolicyMessage any(List<PolicyMessage> published, Random random) {
        PolicyMessage one = published.get(random.nextInt(published.size()));
        PolicyMessage other = published.get(random.nextInt(published.size()));
        return switch (random.nextInt(6)) {
            case 0 -> TestCluster.OURS.sign(one);
            case 1 -> one.signed(other.signature().orElseThrow());
            case 2 ->
                new PolicyMessage(one.revision(), one.hash(), other.bundle())
                        .signed(one.signature().orElseThrow());
            case 3 -> TestCluster.ANOTHER.sign(one);
            default -> one;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theActiveRevisionNeverFallsAndIsAlwaysOneThatWasPublished(long seed) throws IOException {
        Random random = new Random(seed);
        List<PolicyMessage> published = published(random);
        Revision before = Revision.NONE;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(8) == 0) {
                start();
            } else {
                intake.offer(any(published, random));
            }
            assertThat(active.revision()).isGreaterThanOrEqualTo(before);
            before = active.revision();
            assertIsAsPublished(published);
        }
        assertThat(before.epoch()).isEqualTo(3);
    }

    private void assertIsAsPublished(List<PolicyMessage> published) {
        active.get().ifPresent(policy -> assertThat(published)
                .filteredOn(message -> message.revision().equals(policy.revision()))
                .extracting(PolicyMessage::hash)
                .containsExactly(policy.hash()));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void damageOfTheNewestFileFallsBackToTheOneBeforeAndTheHeadIsTakenAgain(long seed) throws IOException {
        Random random = new Random(seed);
        PolicyMessage older = Policies.blocking(1, 1, "a.example");
        PolicyMessage head = Policies.blocking(2, 2, "b.example");
        intake.offer(older);
        intake.offer(head);
        Path newest = folder.resolve("policy-2-2.json");
        byte[] whole = Files.readAllBytes(newest);
        for (int step = 0; step < STEPS; step++) {
            Files.write(newest, damaged(whole, random));
            start();
            assertThat(active.revision()).isEqualTo(older.revision());
            assertThat(intake.offer(head)).isEqualTo(Verdict.ACTIVATED);
            assertThat(newest).hasBinaryContent(whole);
        }
    }

    /** Bits flipped, or the end torn off, or blocks of zeros where the disk had not written yet. */
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = Arrays.copyOf(bytes, at);
            default -> Arrays.fill(bytes, at, bytes.length, (byte) 0);
        }
        return bytes;
    }
}
