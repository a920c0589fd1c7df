package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster with a fault in it, each time while policies are published and clients fetch: see {@link History}. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(7)
class FaultsIT {
    /** PostgreSQL has it while it runs. */
    private static final String RUNS = "postmaster.pid";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final LocalSites sites;
    private final FarNode far;
    private final SecondMaster second;
    private final Path work = Path.of(System.getProperty("sluice.work"));
    private History history;

    FaultsIT(Cluster cluster, LocalSites sites, FarNode far, SecondMaster second) throws Exception {
        this.cluster = cluster;
        this.sites = sites;
        this.far = far.joined();
        this.second = second;
    }

    @BeforeEach
    void begin() throws Exception {
        history = History.begin(cluster, sites);
        history.watch(far.watched());
    }

    @AfterEach
    void everythingIsWellAgain() throws Exception {
        cluster.awaitAllReady();
        history.close();
    }

    @Test
    @Order(1)
    void aMasterThatWasStoppedGetsNothingThroughOnceAnotherOneIsActive() throws Exception {
        long first = cluster.pid("master");
        try (second) {
            second.awaitStandingBy();
            int logged = cluster.log("master").length();
            cluster.signal("STOP", first);
            CompletableFuture<Revision> published = later(() -> cluster.portal().publish("late"));
            CompletableFuture<Revision> edited = later(() -> cluster.portal().publishBlock("late", "late.test"));
            try {
                second.awaitActive();
                assertThat(new Ledger(cluster).connectedMasters()).hasSize(1);
                history.follow(second.portal());
                history.publish();
                history.awaitConverged();
            } finally {
                cluster.signal("CONT", first);
            }
            assertThat(published).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
            assertThat(edited).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
            assertThat(second.portal().head()).isEqualTo(history.newest());
            Waiting.until("the first one stands by", () -> {
                String log = cluster.log("master").substring(logged);
                return log.contains("Another master is active") && log.contains("Standing by");
            });
            assertThat(cluster.pid("master")).isNotEqualTo(first);
            Waiting.until(
                    "the supervisor says so",
                    () -> cluster.part("master").getString("state").equals("STANDING_BY"));
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
    @Order(2)
    void slavesWithADamagedPolicyFallBackToTheOneBeforeWhileTheMasterIsAway() throws Exception {
        Revision before = history.newest();
        history.publish();
        history.awaitConverged();
        Map<String, Long> boots = boots();
        long master = cluster.pid("master");
        cluster.signal("STOP", master);
        try {
            history.withoutClients(() -> {
                CompletableFuture<Void> torn =
                        apart(() -> restartDamaged("slave-1", boots.get("slave-1"), before, PolicyFolder::tear));
                restartDamaged("slave-2", boots.get("slave-2"), before, PolicyFolder::flipABit);
                torn.get();
                for (String slave : Cluster.SLAVES) {
                    Waiting.until("the balancer sends it clients", () -> cluster.balancerSays(slave)
                            .startsWith("UP"));
                }
            });
            for (String slave : Cluster.SLAVES) {
                assertThat(history.node(slave).ask(history.hostBlockedBy(before)))
                        .as("what " + slave + " answers by the policy before")
                        .hasValueSatisfying(
                                answer -> assertThat(answer.revision()).contains(before));
            }
        } finally {
            cluster.signal("CONT", master);
        }
        history.awaitConverged();
    }

    private static CompletableFuture<Void> apart(History.Work work) {
        return CompletableFuture.runAsync(() -> {
            try {
                work.run();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    @Order(3)
    void nodesFollowADatabaseThatWasRestored() throws Exception {
        history.awaitConverged();
        Revision backedUp = history.newest();
        backUp();
        history.publish();
        history.publish();
        history.awaitConverged();
        List<String> lost = new ArrayList<>();
        history.withoutClients(() -> {
            restore();
            lost.addAll(history.forgetAfter(backedUp));
            cluster.upAgain();
        });
        history.awaitConverged();
        assertThat(cluster.log("master")).contains("was it restored from a backup?");
        assertThat(lost).hasSize(2);
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

    /** Copies the database as a disk has it that is pulled out: no process of it runs meanwhile. */
    private void backUp() throws IOException, InterruptedException {
        ProcessHandle postgres = ProcessHandle.of(cluster.pid("postgres")).orElseThrow();
        cluster.signal("STOP", postgres.pid());
        List<ProcessHandle> children = postgres.descendants().toList();
        for (ProcessHandle child : children) {
            cluster.signal("STOP", child.pid());
        }
        copyDatabase(database(), backup());
        for (ProcessHandle child : children) {
            cluster.signal("CONT", child.pid());
        }
        cluster.signal("CONT", postgres.pid());
        Files.delete(backup().resolve(RUNS));
    }

    /** With master and broker down, while the slaves go on. */
    private void restore() throws IOException, InterruptedException {
        long postgres = cluster.pid("postgres");
        long master = cluster.pid("master");
        cluster.signal("KILL", "supervisor");
        cluster.signal("INT", postgres);
        Waiting.until("the database has ended", () -> Files.notExists(database().resolve(RUNS)));
        masterSaysThatTheDatabaseIsAway();
        cluster.signal("KILL", master);
        copyDatabase(backup(), database());
    }

    private void masterSaysThatTheDatabaseIsAway() throws IOException, InterruptedException {
        HttpResponse<String> answer = cluster.portal().ask("/api/v1/nodes");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("database does not answer", "Slaves go on enforcing the last policy");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");

        HttpResponse<String> metrics = cluster.portal().ask("/metrics");
        assertThat(metrics.statusCode()).as(metrics.body()).isEqualTo(503);
        assertThat(metrics.body()).contains("database does not answer", "sluice.metrics.token-file");
        assertThat(metrics.headers().firstValue("Retry-After")).hasValue("5");
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

    private void awaitStoredOnce(String prefix, Set<String> answered) throws Exception {
        Set<String> wanted = Set.copyOf(answered);
        Ledger ledger = new Ledger(cluster);
        Waiting.until(
                "all are stored", () -> ledger.timesStored(prefix).keySet().containsAll(wanted));
        assertThat(ledger.timesStored(prefix).values()).containsOnly(1);
    }

    /** Of each slave of the cluster, as the master says. */
    private Map<String, Long> boots() throws IOException, InterruptedException {
        Map<String, JsonObject> shown = cluster.portal().nodes();
        return Cluster.SLAVES.stream().collect(Collectors.toMap(slave -> slave, slave -> shown.get(slave)
                .getJsonNumber("boot")
                .longValueExact()));
    }

    private void restartDamaged(String slave, long boot, Revision before, Damage damage) throws Exception {
        int logged = cluster.log(slave).length();
        long process = cluster.pid(slave);
        cluster.signal("KILL", process);
        history.node(slave).mayFallBackTo(before, boot); // not while it may still be seen at the newest
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
