package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster with a fault in it, each time while policies are published and clients fetch: see {@link History}. */
@ExtendWith(ClusterExtension.class)
@Order(5)
class FaultsIT {
    private static final String ROUNDS = "sluice.rounds";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static Revision backedUp = Revision.NONE;

    private final Cluster cluster;
    private final LocalSites sites;
    private final Path work = Path.of(System.getProperty("sluice.work"));
    private History history;

    FaultsIT(Cluster cluster, LocalSites sites) {
        this.cluster = cluster;
        this.sites = sites;
    }

    @BeforeEach
    void begin() throws Exception {
        history = History.begin(cluster, sites);
    }

    @AfterEach
    void everythingIsWellAgain() throws Exception {
        cluster.awaitAllReady();
        history.close();
    }

    @Test
    @Order(1)
    void aKilledSlaveCutsWhatItServesAndNothingElseAndCatchesUp() throws Exception {
        history.mayCut(Visitors.CLIENTS);
        history.visitors().awaitAnswers(50);
        cluster.signal("KILL", "slave-1");
        history.publish();
        history.visitors().awaitAnswers(200);
        int failures = history.visitors().failures().size();
        history.visitors().awaitAnswers(200);
        assertThat(history.visitors().failures())
                .as("no failure once the balancer has noticed")
                .hasSize(failures);
        history.awaitConverged();
    }

    @Test
    @Order(2)
    void noRecordIsLostOrDoubledWhenTheMasterIsKilled() throws Exception {
        assertEveryAnswerIsRecordedOnce(() -> cluster.signal("KILL", "master"));
    }

    @Test
    @Order(3)
    void noRecordIsLostOrDoubledWhenTheDatabaseIsKilled() throws Exception {
        assertEveryAnswerIsRecordedOnce(() -> cluster.signal("KILL", "postgres"));
    }

    @Test
    @Order(4)
    void upRecoversFromAKilledSupervisorAndItsBroker() throws Exception {
        assertEveryAnswerIsRecordedOnce(() -> {
            cluster.signal("KILL", "supervisor");
            upAgain();
        });
    }

    @Test
    @Order(5)
    void aSlaveWithABitFlippedOnItsDiskFallsBackToThePolicyBeforeWhileTheMasterIsAway() throws Exception {
        Revision before = history.newest();
        history.publish();
        history.awaitConverged();
        long master = cluster.pid("master");
        cluster.signal("STOP", master);
        try {
            restartDamaged("slave-2", before, PolicyFolder::flipABit);
            assertThat(history.node("slave-2").ask(history.hostBlockedBy(before)))
                    .as("what it answers by the policy before")
                    .hasValueSatisfying(answer -> assertThat(answer.revision()).contains(before));
        } finally {
            cluster.signal("CONT", master);
        }
        history.awaitConverged();
    }

    @Test
    @Order(6)
    void aSlaveWithAHalfWrittenPolicyGetsItFromTheMaster() throws Exception {
        Revision before = history.newest();
        history.publish();
        history.awaitConverged();
        restartDamaged("slave-1", before, PolicyFolder::tear);
        history.awaitConverged();
    }

    @Test
    @Order(7)
    void aMasterThatWasStoppedGetsNothingThroughOnceAnotherOneIsActive() throws Exception {
        long first = cluster.pid("master");
        try (SecondMaster second = SecondMaster.start(cluster, work.resolve("second-master"))) {
            second.awaitStandingBy();
            int logged = cluster.log("master").length();
            cluster.signal("STOP", first);
            CompletableFuture<Revision> published = later(() -> cluster.portal().publish("late"));
            CompletableFuture<Revision> edited = later(() -> cluster.portal().publishBlock("late", "late.test"));
            try {
                second.awaitActive();
                history.follow(second.portal());
                history.publish();
                history.awaitConverged();
            } finally {
                cluster.signal("CONT", first);
            }
            assertThat(published).failsWithin(PATIENCE);
            assertThat(edited).failsWithin(PATIENCE);
            assertThat(second.portal().head()).isEqualTo(history.newest());
            Waiting.until("the first one stands by", () -> {
                String log = cluster.log("master").substring(logged);
                return log.contains("Another master is active") && log.contains("Standing by");
            });
            assertThat(cluster.pid("master")).isNotEqualTo(first);
            history.publish();
            history.awaitConverged();
        }
        history.follow(cluster.portal());
    }

    /** A request that waits for the master to answer. */
    private static CompletableFuture<Revision> later(Callable<Revision> request) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return request.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    @Order(8)
    void nothingIsLostWithTheBrokersJournal() throws Exception {
        long postgres = cluster.pid("postgres");
        assertEveryAnswerIsRecordedOnce(() -> {
            cluster.signal("KILL", "supervisor");
            cluster.signal("INT", postgres);
            Waiting.until(
                    "the database has ended", () -> Files.notExists(database().resolve("postmaster.pid")));
            Folders.emptied(cluster.data().resolve("broker"));
            copyDatabase(database(), backup());
            backedUp = history.newest();
            upAgain();
        });
    }

    /** The backup is of the test before. */
    @Test
    @Order(9)
    void nodesFollowADatabaseThatWasRestored() throws Exception {
        history.publish();
        history.awaitConverged();
        List<String> lost = new ArrayList<>();
        history.whileDown(() -> {
            copyDatabase(backup(), database());
            lost.addAll(history.forgetAfter(backedUp));
        });
        history.awaitConverged();
        assertThat(cluster.log("master")).contains("was it restored from a backup?");
        assertThat(lost).hasSizeGreaterThanOrEqualTo(2);
        for (WatchedNode node : history.nodes()) {
            for (String host : lost) {
                assertThat(node.ask(host))
                        .as(node.name() + " asked for " + host)
                        .hasValueSatisfying(
                                answer -> assertThat(answer.revision()).isEmpty());
            }
        }
        history.visitors().awaitAnswers(50);
        awaitStoredOnce(history.visitors().prefix(), history.visitors().answered());
    }

    private Path database() {
        return cluster.data().resolve("postgres/cluster");
    }

    private Path backup() {
        return work.resolve("backup");
    }

    private void copyDatabase(Path from, Path to) throws IOException, InterruptedException {
        Folders.emptied(to);
        Shell.run(work, "cp", "-a", from.toString(), to.toString());
    }

    private void assertEveryAnswerIsRecordedOnce(History.Work fault) throws Exception {
        history.visitors().awaitAnswers(50);
        fault.run();
        history.visitors().awaitAnswers(100);
        cluster.awaitAllReady();
        awaitStoredOnce(history.prefix(), history.answered());
    }

    private void awaitStoredOnce(String prefix, Set<String> answered) throws Exception {
        Set<String> wanted = Set.copyOf(answered);
        Ledger ledger = new Ledger(cluster);
        Waiting.until(
                "all are stored", () -> ledger.timesStored(prefix).keySet().containsAll(wanted));
        assertThat(ledger.timesStored(prefix).values()).containsOnly(1);
    }

    @Test
    @Order(10)
    @EnabledIfSystemProperty(named = ROUNDS, matches = "\\d+")
    void anyFaultsInAnyOrder() throws Exception {
        Random random = new Random();
        List<String> parts = List.of("slave-1", "slave-2", "master", "postgres", "supervisor");
        for (int round = 1; round <= Integer.getInteger(ROUNDS); round++) {
            String part = parts.get(random.nextInt(parts.size()));
            System.out.println("round " + round + ": " + part);
            history.mayCut(part.startsWith("slave") ? Visitors.CLIENTS : 0);
            Thread.sleep(random.nextInt(3_000));
            cluster.signal("KILL", part);
            if (part.equals("supervisor")) {
                upAgain();
            }
            Waiting.until("a policy is published", () -> history.publish() != Revision.NONE);
            cluster.awaitAllReady();
            history.awaitConverged();
        }
        awaitStoredOnce(history.prefix(), history.answered());
    }

    private void upAgain() throws IOException, InterruptedException {
        Waiting.until(
                "the supervisor is gone",
                () -> cluster.status().getString("phase").equals("DOWN"));
        cluster.up();
    }

    private void restartDamaged(String slave, Revision before, Damage damage) throws Exception {
        history.mayCut(Visitors.CLIENTS);
        history.node(slave).mayFallBackTo(before);
        int logged = cluster.log(slave).length();
        long process = cluster.pid(slave);
        cluster.signal("KILL", process);
        damage.strike(PolicyFolder.of(cluster, slave));
        Waiting.until(
                slave + " is back",
                () -> cluster.pid(slave) != process
                        && cluster.part(slave).getString("state").equals("READY"));
        assertThat(cluster.log(slave).substring(logged)).contains("is damaged and passed over");
    }

    private interface Damage {
        void strike(PolicyFolder folder) throws IOException;
    }
}
