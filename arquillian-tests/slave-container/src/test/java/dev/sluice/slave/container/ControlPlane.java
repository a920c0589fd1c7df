package dev.sluice.slave.container;

import static dev.sluice.slave.container.Bench.NODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Revision;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the master says to a node that serves, and what the node says of itself. */
interface ControlPlane {
    Bench bench();

    @Test
    default void drainsAndResumes() throws Exception {
        bench().allowAll();
        bench().master().command(NODE, Deed.DRAIN, Duration.ofSeconds(30));
        NodeState drained = bench().master().awaitState(NODE, state -> state.service() == Service.DRAINED);
        assertThat(drained.ready()).isFalse();
        assertThat(bench().admin("/health/ready").statusCode()).isEqualTo(404);
        assertThat(bench().metric("sluice_service{state=\"drained\"}")).isEqualTo(1);
        HttpResponse<String> refused = bench().proxy().get(bench().origin().uri("/while-drained"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("The node " + NODE + " is drained");
        bench().master().command(NODE, Deed.RESUME, Duration.ZERO);
        bench().master().awaitState(NODE, state -> state.service() == Service.SERVING && state.ready());
        assertThat(bench().proxy().get(bench().origin().uri("/after-it")).statusCode())
                .isEqualTo(200);
    }

    @Test
    default void decidesByItsNodeGroupAndRemembersIt() throws Exception {
        PolicyMessage policy =
                bench().master().publishTo(NODE, Rules.allBut(new Condition.InNodeGroup(List.of("branch"))));
        assertThat(status("/in-no-group")).isEqualTo(200);
        bench().master().group(NODE, "branch");
        NodeState there = bench().master()
                .awaitState(NODE, state -> state.membership().group().equals("branch"));
        assertThat(there.hash()).isEqualTo(policy.hash());
        assertThat(status("/in-the-branch")).isEqualTo(403);
        bench().master().group(NODE, "");
        bench().master().awaitState(NODE, state -> state.membership().group().isEmpty());
        assertThat(status("/in-no-group-again")).isEqualTo(200);
    }

    private int status(String path) throws Exception {
        return bench().proxy().get(bench().origin().uri(path)).statusCode();
    }

    @Test
    default void tellsItsClockItsCertificateAndItsTraffic() throws Exception {
        bench().allowAll();
        assertThat(status("/counted")).isEqualTo(200);
        NodeState state = bench().master()
                .awaitState(
                        NODE, told -> told.clock().isPresent() && told.traffic().answered() > 0);
        assertThat(state.clock().orElseThrow().offset().abs()).isLessThan(Duration.ofSeconds(1));
        assertThat(state.membership().certificateEnds()).isPresent();
        assertThat(state.membership().protocol()).isEqualTo(Protocol.CURRENT);
        assertThat(state.traffic().micros()).isPositive();
    }

    @Test
    default void keepsItsPolicyWhenAnotherIsNotSigned() throws Exception {
        PolicyMessage before = bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        double refused = bench().metric("sluice_policies_untrusted_total");
        PolicyMessage signed = bench().master().compile(bench().master().nextRevision(), Rules.allButHost("localhost"));
        bench().master().publish(new PolicyMessage(signed.revision(), signed.hash(), signed.bundle()));
        NodeState after =
                bench().master().awaitState(NODE, state -> state.error().contains("not signed"));
        assertThat(after.active()).isEqualTo(before.revision());
        assertThat(bench().metric("sluice_policies_untrusted_total")).isEqualTo(refused + 1);
    }

    @Test
    default void takesItsPolicyAnewWhenItIsToldToResync() throws Exception {
        PolicyMessage policy = bench().master().publishTo(NODE, Rules.ALLOW_ALL);
        int heard = bench().master().states().size();

        bench().master().command(NODE, Deed.RESYNC, Duration.ZERO);

        await("it says that nothing has reached it, and then what it has")
                .atMost(Duration.ofSeconds(30))
                .until(() -> bench().master().states().stream()
                        .skip(heard)
                        .filter(state -> state.node().equals(NODE))
                        .map(NodeState::received)
                        .dropWhile(received -> !received.equals(Revision.NONE))
                        .anyMatch(policy.revision()::equals));
        assertThat(bench().metric("sluice_policy_revision"))
                .isEqualTo(policy.revision().number());
    }

    @Test
    default void dropsWhatAMasterWithoutTheLeaseSays() throws Exception {
        bench().allowAll();
        long lease = bench().master().epoch() + 1;
        bench().master().epoch(lease);
        bench().master().awaitState(NODE, state -> state.membership().epoch() == lease);
        double dropped = bench().metric("sluice_messages_outdated_total");
        try {
            bench().master().epoch(lease - 1);
            bench().master().command(NODE, Deed.DRAIN, Duration.ofSeconds(30));
            await("the message is dropped").until(() -> bench().metric("sluice_messages_outdated_total") > dropped);
        } finally {
            bench().master().epoch(lease);
        }
        NodeState state = bench().master().awaitState(NODE, told -> told.error().contains("A master with the epoch"));
        assertThat(state.service()).isEqualTo(Service.SERVING);
    }
}
