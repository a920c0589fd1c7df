package dev.sluice.master.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final List<Changes.Topic> announced = new ArrayList<>();
    private final Changes changes = new Changes();
    private final Policies policies = policies();

    @BeforeEach
    void start() {
        changes.subscribe(announced::add);
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Policies policies() {
        return new Policies(database.jpa(), lease, changes, Clock.systemUTC());
    }

    @Test
    void startsAnEmptyDatabaseWithLocalNetworksOnly() {
        PublishedPolicy head = policies.head();
        assertThat(head.revision()).isEqualTo(new Revision(1, 1));
        assertThat(head.hash()).matches("[0-9a-f]{64}");
        assertThat(head.bundle().rules()).extracting(Rule::id).containsExactly("local-networks");
        assertThat(head.bundle().defaultAction()).isEqualTo(new Action.Block("Your network may not use this gateway."));
        assertThat(policies.draft().bundle()).isEqualTo(head.bundle());
        assertThat(policies.draft().changed()).isFalse();
    }

    @Test
    void keepsWhatIsThereWhenItStartsAgain() throws Exception {
        policies.publish(policies.draft().version(), "again", "ann");
        Policies restarted = policies();
        restarted.start();
        assertThat(restarted.head()).isEqualTo(policies.head());
        assertThat(restarted.history(10)).hasSize(2);
    }

    @Test
    void savesADraftThatIsNotPublished() throws Exception {
        Draft saved = policies.save(policies.draft().version(), blocking("a.example"), "ann");
        assertThat(saved).isEqualTo(policies.draft());
        assertThat(saved.bundle()).isEqualTo(blocking("a.example"));
        assertThat(saved.changed()).isTrue();
        assertThat(saved.savedBy()).isEqualTo("ann");
        assertThat(policies.head().revision().number()).isEqualTo(1);
    }

    @Test
    void refusesAChangeOfAnOlderDraft() throws Exception {
        long version = policies.draft().version();
        policies.save(version, blocking("a.example"), "ann");
        assertThatThrownBy(() -> policies.save(version, blocking("b.example"), "bob"))
                .isInstanceOf(StaleDraftException.class);
        assertThatThrownBy(() -> policies.publish(version, "", "bob")).isInstanceOf(StaleDraftException.class);
        assertThat(policies.draft().bundle()).isEqualTo(blocking("a.example"));
        assertThat(policies.head().revision().number()).isEqualTo(1);
    }

    @Test
    void refusesADraftThatDoesNotCompile() {
        Draft before = policies.draft();
        Rule broken = new Rule(
                "broken",
                "Broken",
                true,
                List.of(new Condition.ClientNetwork(List.of("10.0.0.0/99"))),
                new Action.Allow());
        assertThatThrownBy(() -> policies.save(before.version(), before.bundle().withRules(List.of(broken)), "ann"))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("rules[0]");
        assertThat(policies.draft()).isEqualTo(before);
    }

    @Test
    void publishesTheDraftAsTheNextRevision() throws Exception {
        Draft draft = policies.save(policies.draft().version(), blocking("a.example"), "ann");
        PublishedPolicy published = policies.publish(draft.version(), "Block a\0 thing", "bob");
        assertThat(published.revision()).isEqualTo(new Revision(1, 2));
        assertThat(published.bundle()).isEqualTo(blocking("a.example"));
        assertThat(published.publishedBy()).isEqualTo("bob");
        assertThat(published.comment()).isEqualTo("Block a\uFFFD thing");
        assertThat(policies.head()).isEqualTo(published);
        assertThat(policies.revision(2)).contains(published);
        assertThat(policies.revision(3)).isEmpty();
        assertThat(policies.draft().changed()).isFalse();
        assertThat(announced).containsExactly(Changes.Topic.POLICY, Changes.Topic.POLICY);
    }

    @Test
    void publishesWithTheEpochOfTheMaster() throws Exception {
        lease.release();
        Lease next = TestLease.held(database.jdbc());
        Policies successor = new Policies(database.jpa(), next, changes, Clock.systemUTC());
        assertThat(successor.publish(successor.draft().version(), "", "ann").revision())
                .isEqualTo(new Revision(2, 2));
    }

    @Test
    void changesNothingOnceAnotherMasterTookOver() throws Exception {
        Draft before = policies.draft();
        TestLease.takenFrom(lease, database.jdbc());

        assertThatThrownBy(() -> policies.publish(before.version(), "", "ann")).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> policies.save(before.version(), blocking("a.example"), "ann"))
                .isInstanceOf(LeaseLostException.class);

        assertThat(policies().refreshHead().revision()).isEqualTo(new Revision(1, 1));
        assertThat(policies.draft()).isEqualTo(before);
    }

    @Test
    void neverPublishesInAnOlderEpochAfterANewerOne() throws Exception {
        long version = policies.draft().version();
        List<Long> numbers = new ArrayList<>();
        AtomicReference<Policies> active = new AtomicReference<>(policies);
        AtomicBoolean over = new AtomicBoolean();
        int takenOver = 0;
        Thread takingOver = new Thread(() -> {
            Lease held = lease;
            for (int i = 0; i < 10; i++) {
                held = TestLease.takenFrom(held, database.jdbc());
                active.set(new Policies(database.jpa(), held, changes, Clock.systemUTC()));
            }
            over.set(true);
        });
        takingOver.start();
        while (!over.get()) {
            try {
                numbers.add(Objects.requireNonNull(active.get())
                        .publish(version, "", "ann")
                        .revision()
                        .number());
            } catch (LeaseLostException e) {
                takenOver++;
            }
        }
        takingOver.join();

        List<PublishedPolicy> history = policies.history(10_000);
        assertThat(history)
                .extracting(policy -> policy.revision().number())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size())
                        .boxed()
                        .sorted(Comparator.reverseOrder())
                        .toList());
        assertThat(history).extracting(PublishedPolicy::revision).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(history).hasSize(numbers.size() + 1);
        assertThat(takenOver).isPositive();
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        for (int i = 0; i < 4; i++) {
            policies.publish(policies.draft().version(), "", "ann");
        }
        assertThat(policies.history(3))
                .extracting(policy -> policy.revision().number())
                .containsExactly(5L, 4L, 3L);
    }

    @Test
    void seesARevisionThatAnotherMasterPublished() throws Exception {
        Policies other = policies();
        other.publish(other.draft().version(), "", "ann");
        assertThat(policies.head().revision().number()).isEqualTo(1);
        policies.refreshHead();
        assertThat(policies.head()).isEqualTo(other.head());
    }

    @Test
    void numbersPublishesAtOnceWithoutGapOrDouble() throws Exception {
        int at = 4;
        int each = 10;
        long version = policies.draft().version();
        Callable<List<Long>> publishing = () -> {
            Policies mine = policies();
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                numbers.add(mine.publish(version, "", "ann").revision().number());
            }
            return numbers;
        };
        assertThat(atOnce(at, publishing))
                .containsExactlyInAnyOrder(
                        LongStream.rangeClosed(2, 1 + at * each).boxed().toArray(Long[]::new));
    }

    @Test
    void letsOneOfManySavesAtOnceWin() throws Exception {
        long version = policies.draft().version();
        Callable<List<Long>> saving = () -> {
            try {
                return List.of(
                        policies().save(version, blocking("a.example"), "ann").version());
            } catch (StaleDraftException e) {
                return List.of();
            }
        };
        assertThat(atOnce(4, saving)).containsExactly(policies.draft().version());
    }

    private static List<Long> atOnce(int threads, Callable<List<Long>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> each : pool.invokeAll(Collections.nCopies(threads, work))) {
                all.addAll(each.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private static PolicyBundle blocking(String host) {
        Rule rule =
                new Rule("block", "Block", true, List.of(new Condition.Host(List.of(host))), new Action.Block("No."));
        return new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow());
    }
}
