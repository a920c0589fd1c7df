package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tests.cluster.Asked.Door;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ten minutes of all faults in any order, several at once, while policies are published and clients ask for exchanges of
 * all kinds; then each exchange is looked for in the database: see {@link Storm}, {@link Reckoning} and {@link History}.
 */
@ExtendWith(ClusterExtension.class)
@Order(5)
class MixedFaultsIT {
    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("sluice.faults.minutes", 10));
    private static final long SEED =
            Long.getLong("sluice.faults.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    private static final int PUBLISHED_EACH_SECONDS = 3;
    private static final String AUDIT = "audited-storm";

    private final Cluster cluster;
    private final LocalSites sites;
    private final OtherHost host;
    private final FarNode far;
    private final Ledger ledger;
    private volatile boolean over;
    private int published;
    private int unpublished;

    MixedFaultsIT(Cluster cluster, LocalSites sites, OtherHost host, FarNode far) throws Exception {
        this.cluster = cluster;
        this.sites = sites;
        this.host = host;
        this.far = far.joined();
        this.ledger = new Ledger(cluster);
    }

    @Test
    void everyExchangeIsStoredOnceOrLiesInACountedGap() throws Exception {
        System.out.println("-Dsluice.faults.seed=" + SEED + " -Dsluice.faults.minutes=" + TIME.toMinutes());
        Storm storm = new Storm(new Faults(cluster, host).all(), SEED);
        Map<String, Map<String, Long>> before;
        Load load;
        try (History history = History.begin(cluster, sites)) {
            history.watch(far.watched());
            cluster.portal().publishAudit(AUDIT, "POST");
            history.awaitConverged();
            before = Reckoning.gaps(cluster.portal().completeness());
            load = rage(storm, history);
        }
        reckon(load, storm, before);
        cluster.portal().publishWithout(AUDIT);
    }

    /** Returns what was asked for meanwhile. */
    private Load rage(Storm storm, History history) throws Exception {
        Load load = load(history);
        Thread publisher = new Thread(() -> publish(history), "publisher");
        publisher.start();
        try {
            storm.rage(TIME);
            storm.struck().forEach(one -> history.mayCut(one.fault().cuts().isEmpty() ? 0 : Visitors.CLIENTS));
            TimeUnit.SECONDS.sleep(5);
        } finally {
            load.close();
            over = true;
            publisher.join();
        }
        assertThat(storm.failed()).as("faults that failed to strike or to mend").isEmpty();
        return load;
    }

    private Load load(History history) throws IOException, InterruptedException {
        Map<Door, InetSocketAddress> proxies = new EnumMap<>(Door.class);
        Map<Door, String> origins = new EnumMap<>(Door.class);
        for (Door door : Door.values()) {
            proxies.put(
                    door,
                    door == Door.FAR
                            ? far.proxy()
                            : door == Door.BALANCER ? cluster.proxy() : cluster.proxyOf(door.node()));
            origins.put(door, (door == Door.FAR ? OtherHost.CLIENTS : "127.0.0.1") + ":" + sites.port());
        }
        return new Load("/mixed/", proxies, origins, history.hostBlockedBy(history.newest()), SEED);
    }

    /** Masters that are away are no fault: whatever got through must be enforced. */
    private void publish(History history) {
        while (!over) {
            try {
                TimeUnit.SECONDS.sleep(PUBLISHED_EACH_SECONDS);
                history.publish();
                published++;
            } catch (IOException e) {
                unpublished++;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reckon(Load load, Storm storm, Map<String, Map<String, Long>> before) throws Exception {
        cluster.awaitAllReady();
        awaitComplete(Instant.now());
        Map<String, JsonObject> completeness = cluster.portal().completeness();
        Map<String, Map<String, Long>> gaps = Reckoning.gaps(completeness);
        gaps.forEach((node, kinds) -> kinds.replaceAll(
                (kind, count) -> count - before.getOrDefault(node, Map.of()).getOrDefault(kind, 0L)));
        Map<String, Long> sums = new TreeMap<>();
        gaps.forEach((node, kinds) -> sums.put(
                node, kinds.values().stream().mapToLong(Long::longValue).sum()));
        Reckoning reckoning = new Reckoning(load.asked(), storm.struck(), ledger.stored(load.prefix()), sums);
        System.out.println("seed " + SEED + ", " + TIME.toMinutes() + " minutes, " + published
                + " revisions published, " + unpublished + " attempts without a master");
        System.out.println(reckoning.table() + "gaps " + gaps);
        storm.counts().forEach((fault, count) -> System.out.printf("%-28s %3d%n", fault, count));
        assertThat(reckoning.wrong()).isEmpty();
        assertThat(storm.counts().values()).as("how often each fault came").doesNotContain(0);
        assertThat(gaps.get("slave-1").get("dropped"))
                .as("given up on a full disk")
                .isPositive();
        assertThat(ledger.brokenSequences()).isEmpty();
        assertThat(ledger.wrongSums()).isEmpty();
    }

    private void awaitComplete(Instant end) {
        Waiting.until("all nodes say that all is stored", () -> cluster.portal().completeness().values().stream()
                .allMatch(account -> Instant.parse(account.getString("completeUpTo"))
                                .isAfter(end)
                        && count(account, "spooled") == 0
                        && count(account, "lost") == 0
                        && count(account, "generated")
                                == count(account, "applied") + count(account, "damaged") + count(account, "dropped")));
    }

    private static long count(JsonObject account, String what) {
        return account.getJsonNumber(what).longValueExact();
    }
}
