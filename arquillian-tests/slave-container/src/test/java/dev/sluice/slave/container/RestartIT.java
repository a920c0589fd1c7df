package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.PolicyMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A slave that is stopped under traffic, and started again while its master and broker are away. */
@ArquillianTest
class RestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SLAVE = "slave";

    @Deployment(name = SLAVE, managed = false, testable = false)
    static WebArchive slave() {
        return Bench.slave();
    }

    @ArquillianResource
    private @Nullable Deployer deployer;

    private final Bench bench = Bench.current();

    @Test
    void finishesWhatRunsWhenItStopsAndReturnsWithThePolicyOnItsDisk() throws Exception {
        deploy();
        PolicyMessage policy = bench.master().publishTo(NODE, Rules.allButHost("blocked.example"));
        NodeState before = bench.master().awaitState(NODE, NodeState::ready);
        CompletableFuture<Long> running = CompletableFuture.supplyAsync(this::downloadHeld);
        await("the download runs")
                .atMost(PATIENCE)
                .until(() -> bench.origin().requests().contains("GET /held"));

        undeploy();
        await("new clients are turned away").atMost(PATIENCE).until(() -> !takesTraffic());
        bench.origin().release();
        assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo(2 * 65_536);
        awaitEnd();

        bench.broker().stop();
        deploy();
        bench.awaitReady();
        assertThat(bench.proxy().get(bench.origin().uri("blocked.example", "/")).statusCode())
                .isEqualTo(403);
        assertThat(bench.proxy().get(bench.origin().uri("/after-the-start")).statusCode())
                .isEqualTo(200);

        bench.broker().start();
        NodeState after = bench.master().awaitState(NODE, state -> state.boot() > before.boot());
        assertThat(after.active()).isEqualTo(policy.revision());
        assertThat(after.hash()).isEqualTo(policy.hash());
        await("the records of both boots come").atMost(PATIENCE).untilAsserted(() -> assertThat(paths())
                .containsOnlyOnce("/held", "/after-the-start"));
        undeploy();
        awaitEnd();
    }

    private List<String> paths() {
        return bench.master().records().stream().map(AccessRecord::path).toList();
    }

    private long downloadHeld() {
        try {
            return bench.proxy().download(bench.origin().uri("/held"));
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private boolean takesTraffic() throws InterruptedException {
        try {
            return bench.proxy().get(bench.origin().uri("/while-it-stops")).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void deploy() {
        deployer().deploy(SLAVE);
    }

    /** Asks the server to stop; the adapter does not wait until it has. */
    private void undeploy() {
        deployer().undeploy(SLAVE);
    }

    private static void awaitEnd() {
        await("the server has ended")
                .atMost(PATIENCE)
                .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    private Deployer deployer() {
        if (deployer == null) {
            throw new IllegalStateException("Arquillian has not given its deployer");
        }
        return deployer;
    }
}
