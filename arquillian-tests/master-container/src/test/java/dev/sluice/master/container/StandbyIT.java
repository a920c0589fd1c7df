package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.StandInSlave;
import dev.sluice.policy.model.Revision;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A master that is not the active one, on a server of its own: what it must not do, and that it takes over. */
class StandbyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void waitsForTheActiveMasterAndTakesNothingFromItThenTakesOverAndEndsWhenItIsReplaced() throws Exception {
        try (Bench bench = Bench.apart("standby")) {
            deploy(bench);
            bench.slave("slave-1").close();
            bench.server().administer(List.of("undeploy master"));

            sql(bench, "UPDATE master_lease SET holder = 'another', epoch = 7, expires_at = now() + interval '1 hour'");
            CompletableFuture<Void> deploying = CompletableFuture.runAsync(() -> deploy(bench));
            await("it stands by")
                    .atMost(PATIENCE)
                    .until(() -> bench.server().log().contains("Standing by: another master is active, on another."));
            try (StandInSlave slave = bench.slave("slave-1")) {
                slave.say(Revision.NONE, "", Optional.empty());
                await("nobody answers")
                        .during(Duration.ofSeconds(5))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> slave.heads().isEmpty() && !deploying.isDone());

                sql(bench, "UPDATE master_lease SET expires_at = now()");

                // Again and again, as a node does: a state that nobody takes expires.
                await("it answers, with a higher epoch")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> {
                            slave.say(Revision.NONE, "", Optional.empty());
                            return slave.heads().stream().anyMatch(head -> head.epoch() == 8);
                        });
            }
            deploying.join();

            sql(bench, "UPDATE master_lease SET holder = 'another', epoch = 9, expires_at = now() + interval '1 hour'");

            await("it ends").atMost(PATIENCE).until(() -> !bench.server().isRunning());
            assertThat(bench.server().log()).contains("Another master is active (this one's epoch is 8)");
        }
    }

    private static void deploy(Bench bench) {
        try {
            bench.server().administer(List.of("deploy --name master " + Bench.archive("master.ear")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sql(Bench bench, String sql) throws SQLException {
        try (Connection connection = bench.database().connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
