package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster with a part of it killed while clients fetch. */
@ExtendWith(ClusterExtension.class)
@Order(4)
class FaultsIT {
    private final Cluster cluster;
    private final LocalSites sites;

    FaultsIT(Cluster cluster, LocalSites sites) {
        this.cluster = cluster;
        this.sites = sites;
    }

    @AfterEach
    void everythingIsWellAgain() {
        cluster.awaitAllReady();
        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " is in sync", () -> cluster.portal().isInSync(slave));
        }
    }

    @Test
    @Order(1)
    void clientsGoOnWhenASlaveIsKilledAndItCatchesUpWhenItReturns() throws Exception {
        try (Visitors visitors = new Visitors(cluster.proxy(), sites, "/slave-killed/")) {
            visitors.awaitAnswers(50);
            cluster.signal("KILL", "slave-1");
            cluster.portal().publishBlock("missed", "missed.test");
            visitors.awaitAnswers(200);
            int failures = visitors.failures().size();
            visitors.awaitAnswers(200);
            assertThat(visitors.failures())
                    .as("no failure once the balancer has noticed")
                    .hasSize(failures);
            System.out.println("killed slave: " + failures + " failed requests of "
                    + visitors.answered().size() + ": " + visitors.failures());
        }
        cluster.awaitAllReady();
        Waiting.until(
                "slave-1 enforces what was published while it was away",
                () -> Fetch.through(cluster.proxyOf("slave-1")).status("http://missed.test/") == 403);
    }

    @Test
    @Order(2)
    void noRecordIsLostOrDoubledWhenTheMasterIsKilled() throws Exception {
        assertEveryAnswerIsRecordedOnce("/master-killed/", () -> cluster.signal("KILL", "master"));
    }

    @Test
    @Order(3)
    void noRecordIsLostOrDoubledWhenTheDatabaseIsKilled() throws Exception {
        assertEveryAnswerIsRecordedOnce("/database-killed/", () -> cluster.signal("KILL", "postgres"));
    }

    @Test
    @Order(4)
    void aSlaveThatStartsWithTheMasterAwayEnforcesThePolicyOnItsDisk() throws Exception {
        cluster.portal().publishBlock("kept", "kept.test");
        Waiting.until("slave-2 is in sync", () -> cluster.portal().isInSync("slave-2"));
        long master = cluster.pid("master");
        cluster.signal("STOP", master);
        try {
            long before = cluster.pid("slave-2");
            cluster.signal("KILL", before);
            Waiting.until(
                    "slave-2 is back",
                    () -> cluster.pid("slave-2") != before
                            && cluster.part("slave-2").getString("state").equals("READY"));
            assertThat(Fetch.through(cluster.proxyOf("slave-2")).status("http://kept.test/"))
                    .isEqualTo(403);
        } finally {
            cluster.signal("CONT", master);
        }
    }

    @Test
    @Order(5)
    void upRecoversFromAKilledSupervisorAndItsBroker() throws Exception {
        assertEveryAnswerIsRecordedOnce("/supervisor-killed/", () -> {
            cluster.signal("KILL", "supervisor");
            Waiting.until(
                    "the supervisor is gone",
                    () -> cluster.status().getString("phase").equals("DOWN"));
            cluster.up();
        });
    }

    @Test
    @Order(6)
    void dataOutlivesDownAndUp() throws Exception {
        cluster.close();
        cluster.up();

        assertThat(Fetch.through(cluster.proxyOf("slave-1")).status("http://kept.test/"))
                .isEqualTo(403);
        assertThat(cluster.portal().records()).isNotEmpty();
    }

    private void assertEveryAnswerIsRecordedOnce(String prefix, Fault fault) throws Exception {
        Set<String> answered = new HashSet<>();
        try (Visitors visitors = new Visitors(cluster.proxy(), sites, prefix)) {
            visitors.awaitAnswers(50);
            fault.strike();
            visitors.awaitAnswers(100);
            answered.addAll(visitors.answered());
        }
        cluster.awaitAllReady();
        Ledger ledger = new Ledger(cluster);
        Waiting.until(
                "all are stored", () -> ledger.timesStored(prefix).keySet().containsAll(answered));
        assertThat(ledger.timesStored(prefix).values()).containsOnly(1);
    }

    private interface Fault {
        void strike() throws IOException, InterruptedException;
    }
}
