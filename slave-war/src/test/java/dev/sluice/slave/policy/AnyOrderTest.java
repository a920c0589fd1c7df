package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.SectionSource;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in whatever order, and whatever a crash leaves on disk. The seeds are fixed. */
class AnyOrderTest {
    private static final int STEPS = 120;

    @TempDir
    private Path folder;

    private final ListMaster master = new ListMaster();
    private final Alarms alarms = new Alarms(new SetClock());
    private ActivePolicy active = new ActivePolicy();
    private PolicyIntake intake;

    /** Also as after a restart. */
    @BeforeEach
    void start() throws IOException {
        active = new ActivePolicy();
        intake = new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(folder.resolve("policies")),
                new Sections(folder.resolve("sections"), master),
                active,
                alarms,
                () -> {});
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
        Path newest = folder.resolve("policies/policy-2-2.json");
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

    /** Lists grow and shrink from one policy to the next; the master is away at times, and what it sends is damaged at times. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void aChainOfDeltasLeadsToThePolicyThatWasPublished(long seed) throws IOException {
        Random random = new Random(seed);
        Set<String> ads = new TreeSet<>(ListMaster.domains("a", 200));
        Set<String> news = new TreeSet<>(ListMaster.domains("n", 50));
        int lastNumber = 40;
        for (int number = 1; number <= lastNumber; number++) {
            change(ads, "a", random);
            change(news, "n", random);
            PolicyMessage policy =
                    Policies.withLists(1, number, master, master.add("ads", ads), master.add("news", news));
            master.away(number < lastNumber && random.nextInt(4) == 0);
            boolean damages = number < lastNumber && random.nextInt(4) == 0;
            master.alter(answer ->
                    damages ? new SectionSource.Answer(damaged(answer.content(), random), answer.delta()) : answer);
            Verdict verdict = intake.offer(policy);
            assertThat(verdict).isIn(Verdict.ACTIVATED, Verdict.INCOMPLETE);
            if (verdict == Verdict.ACTIVATED) {
                assertThat(active.get()).map(CompiledPolicy::hash).contains(policy.hash());
            }
            if (random.nextInt(5) == 0) {
                Revision before = active.revision();
                start();
                assertThat(active.revision()).isEqualTo(before);
            }
        }
        assertThat(active.revision()).isEqualTo(new Revision(1, lastNumber));
        assertThat(master.asked).filteredOn(asked -> asked.contains(",")).hasSizeGreaterThan(lastNumber / 2);
        try (Stream<Path> lists = Files.list(folder.resolve("sections"))) {
            assertThat(lists.count()).isLessThanOrEqualTo(2L * PolicyStore.KEPT);
        }
    }

    private static void change(Set<String> domains, String prefix, Random random) {
        domains.removeIf(domain -> random.nextInt(20) == 0);
        for (int i = random.nextInt(10); i >= 0; i--) {
            domains.add(prefix + random.nextInt(1_000) + ".example");
        }
    }
}
