package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.ExchangeFacts;
import dev.sluice.policy.Phase;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivePolicyTest {
    private static final ExchangeFacts FACTS =
            new ExchangeFacts(InetAddress.getLoopbackAddress(), "", "GET", "http", "a.example", 80, "/");

    private final ActivePolicy active = new ActivePolicy();

    private static CompiledPolicy blockingIn(String group) throws Exception {
        Rule rule = new Rule(
                "r1", "", true, List.of(new Condition.InNodeGroup(List.of(group))), new Action.Block("Not here."));
        return new PolicyCompiler()
                .compile(new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow()), new Revision(1, 1));
    }

    private boolean blocks() {
        return active.get()
                .orElseThrow()
                .decide(FACTS, Phase.REQUEST, Instant.EPOCH)
                .blocks();
    }

    @Test
    void decidesByTheGroupThatTheNodeIsIn() throws Exception {
        active.activate(blockingIn("branch"), Optional.empty());
        assertThat(blocks()).isFalse();
        active.join("branch");
        assertThat(blocks()).isTrue();
        active.join("shop");
        assertThat(blocks()).isFalse();
    }

    @Test
    void takesItsGroupOverToTheNextPolicy() throws Exception {
        active.join("branch");
        assertThat(active.get()).isEmpty();
        active.activate(blockingIn("shop"), Optional.empty());
        assertThat(blocks()).isFalse();
        active.activate(blockingIn("branch"), Optional.empty());
        assertThat(blocks()).isTrue();
        assertThat(active.get())
                .map(CompiledPolicy::hash)
                .contains(blockingIn("branch").hash());
    }
}
