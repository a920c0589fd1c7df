package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Revisions that go to one slave first, published and followed with the command. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(3)
class RolloutIT {
    private static final String RULE = "no-localhost";
    private static final String FIRST = "slave-1";
    private static final String OTHER = "slave-2";
    private static final int TAKEN_BACK = 4;

    private final Cluster cluster;
    private final LocalSites sites;
    private final Map<String, Fetch> clients = new HashMap<>();
    private long before;

    RolloutIT(Cluster cluster, LocalSites sites) throws Exception {
        this.cluster = cluster;
        this.sites = sites;
        for (String slave : Cluster.SLAVES) {
            clients.put(slave, Fetch.through(cluster.proxyOf(slave)));
        }
    }

    @AfterAll
    void openAgain() throws Exception {
        cluster.portal().dropFromDraft(RULE);
        assertThat(cluster.attempt("policy", "publish", "--wait").exitCode()).isZero();
    }

    @Test
    @Order(1)
    void theCanaryEnforcesItFirstAndAllWhenTheHoldIsOver() throws Exception {
        before = cluster.portal().head().number();
        cluster.portal().draftBlock(RULE, "localhost");
        CompletableFuture<Shell.Result> publishing = publish("--canary", "nodes:" + FIRST, "--hold", "5s");

        Waiting.until("it blocks and the other slave does not while the hold lasts", () -> {
            boolean held = isHeld();
            boolean first = isBlocked(FIRST);
            boolean other = isBlocked(OTHER);
            return held && first && !other && isHeld();
        });

        Shell.Result published = publishing.join();
        assertThat(published.output()).contains("Rollout: hold", "Every node enforces");
        assertThat(published.exitCode()).isZero();
        assertThat(isBlocked(FIRST)).isTrue();
        assertThat(isBlocked(OTHER)).isTrue();
    }

    @Test
    @Order(2)
    void goesBackToAnEarlierRevisionAsANewOne() throws Exception {
        Shell.Result back = cluster.attempt("policy", "rollback", String.valueOf(before), "--wait");

        assertThat(back.output()).contains("Every node enforces");
        assertThat(back.exitCode()).isZero();
        assertThat(cluster.portal().head().number()).isEqualTo(before + 2);
        assertThat(cluster.portal().policy(before + 2))
                .isEqualTo(cluster.portal().policy(before));
        assertThat(isBlocked(FIRST)).isFalse();
        assertThat(isBlocked(OTHER)).isFalse();
    }

    @Test
    @Order(3)
    void takesARevisionBackWhoseCanaryBlocksTooMuch() throws Exception {
        long base = cluster.portal().head().number();
        CompletableFuture<Shell.Result> publishing =
                publish("--canary", "nodes:" + FIRST, "--hold", "10m", "--max-blocked", "50%");
        Waiting.until("the canary is held", this::isHeld);
        for (int i = 0; i < 30; i++) {
            assertThat(isBlocked(FIRST) || !isHeld()).isTrue();
        }

        Shell.Result published = publishing.join();
        assertThat(published.exitCode()).isEqualTo(TAKEN_BACK);
        assertThat(published.output()).contains("was taken back: " + FIRST + " blocked");
        wentBack(base, "ROLLED_BACK");
    }

    @Test
    @Order(4)
    void endsTheWaitWhenAPersonAborts() throws Exception {
        long base = cluster.portal().head().number();
        CompletableFuture<Shell.Result> publishing = publish("--canary", "nodes:" + FIRST, "--hold", "10m");
        Waiting.until("the canary is held", this::isHeld);

        cluster.portal().abortRollout();

        Shell.Result published = publishing.join();
        assertThat(published.exitCode()).isEqualTo(TAKEN_BACK);
        assertThat(published.output()).contains("was taken back: Aborted by admin.");
        wentBack(base, "ABORTED");
    }

    @Test
    @Order(5)
    void aSlaveTakesItsPolicyAnewWhenItIsToldTo() throws Exception {
        int taken = cluster.activations(OTHER);

        cluster.command("node", "resync", OTHER);

        Waiting.until("it takes it once more", () -> cluster.activations(OTHER) > taken);
        Waiting.until("it is in sync", () -> cluster.portal().isInSync(OTHER));
    }

    /** A new revision with the content of before is on all slaves, and the one that got none never blocked. */
    private void wentBack(long base, String state) throws IOException, InterruptedException {
        assertThat(cluster.portal().rolloutState()).isEqualTo(state);
        assertThat(cluster.portal().head().number()).isEqualTo(base + 2);
        assertThat(cluster.portal().policy(base + 2)).isEqualTo(cluster.portal().policy(base));
        for (String slave : Cluster.SLAVES) {
            Waiting.until(slave + " is in sync", () -> cluster.portal().isInSync(slave));
            assertThat(isBlocked(slave)).isFalse();
        }
        assertThat(cluster.log(OTHER)).doesNotContain("." + (base + 1) + " is active");
    }

    private CompletableFuture<Shell.Result> publish(String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "policy";
        words[1] = "publish";
        words[2] = "--wait";
        System.arraycopy(options, 0, words, 3, options.length);
        return CompletableFuture.supplyAsync(() -> {
            try {
                return cluster.attempt(words);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean isHeld() throws IOException, InterruptedException {
        return cluster.portal().rolloutState().equals("HOLD");
    }

    private boolean isBlocked(String slave) throws IOException, InterruptedException {
        String url = sites.url("/rollout").replace("127.0.0.1", "localhost");
        return Objects.requireNonNull(clients.get(slave)).status(url) == 403;
    }
}
