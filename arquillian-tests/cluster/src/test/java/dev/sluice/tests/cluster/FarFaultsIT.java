package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A slave on another host with the wire cut, and with a clock that is wrong: see {@link History}. */
@ExtendWith(ClusterExtension.class)
@Order(6)
class FarFaultsIT {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final double NEARLY_MILLIS = 5_000;

    private final Cluster cluster;
    private final LocalSites sites;
    private final OtherHost host;
    private final WrongClock clock;
    private final FarNode node;
    private History history;

    /** @param second comes up meanwhile, for {@link FaultsIT} */
    FarFaultsIT(Cluster cluster, LocalSites sites, OtherHost host, WrongClock clock, FarNode node, SecondMaster second)
            throws Exception {
        this.cluster = cluster;
        this.sites = sites;
        this.host = host;
        this.clock = clock;
        this.node = node.joined();
    }

    @BeforeEach
    void begin() throws Exception {
        history = History.begin(cluster, sites);
        history.watch(node.watched());
        history.awaitConverged();
    }

    @AfterEach
    void everythingIsWellAgain() throws Exception {
        clock.set(Duration.ZERO);
        history.close();
    }

    @Test
    @Order(1)
    void aNodeBehindACutWireIsShownStaleThenOfflineAndNeverInSync() throws Exception {
        String heard = shown().getString("heardAt");
        Waiting.until(
                "it was heard just now", () -> !shown().getString("heardAt").equals(heard));
        host.cutWire();
        try {
            Revision missed = history.publish();
            Waiting.until("it is shown as stale", () -> isShown("STALE"));
            history.publish();
            Waiting.until("it is shown as offline", () -> isShown("OFFLINE"));
            assertThat(Revision.of(shown().getJsonObject("active"))).isLessThan(missed);
        } finally {
            host.mendWire();
        }
        history.awaitConverged();
    }

    @Test
    @Order(2)
    void aNodeWhoseClockIsSetWrongIsShownSoAndFollowsAllTheSame() throws Exception {
        for (Duration ahead : List.of(AN_HOUR, AN_HOUR.negated())) {
            clock.set(ahead);
            Waiting.until("the clock is shown as " + ahead + " ahead", () -> isShownAhead(ahead) && hasClockWarning());
            history.publish();
            history.awaitConverged();
        }
        clock.set(Duration.ZERO);
        Waiting.until("the clock is shown as right", () -> isShownAhead(Duration.ZERO) && !hasClockWarning());
    }

    @Test
    @Order(3)
    void aNodeWhoseClockIsWrongIsNotLetIn() throws Exception {
        for (Duration ahead : List.of(AN_HOUR, AN_HOUR.negated())) {
            clock.set(ahead);
            String name = ahead.isNegative() ? "behind-1" : "ahead-1";
            FarNode other = FarNode.named(name, cluster, host, clock.environment());

            assertThat(other.join(cluster.newKey("--auto-approve"))).contains("clock-off", "The node's clock is");

            assertThat(cluster.portal().refusals())
                    .filteredOn(refusal -> refusal.getString("node").equals(name))
                    .extracting(refusal -> refusal.getString("reason"))
                    .containsExactly("clock-off");
            assertThat(cluster.portal().nodes()).doesNotContainKey(name);
        }
    }

    private boolean isShownAhead(Duration ahead) throws IOException, InterruptedException {
        double offset =
                shown().getJsonObject("clock").getJsonNumber("offsetMillis").doubleValue();
        return Math.abs(offset + ahead.toMillis()) < NEARLY_MILLIS;
    }

    private boolean hasClockWarning() throws IOException, InterruptedException {
        return shown().getJsonArray("warnings").getValuesAs(JsonString.class).stream()
                .anyMatch(warning -> warning.getString().equals("CLOCK"));
    }

    private boolean isShown(String status) throws IOException, InterruptedException {
        return shown().getString("status").equals(status);
    }

    private JsonObject shown() throws IOException, InterruptedException {
        return cluster.portal().node(node.name());
    }
}
