package dev.sluice.master.push;

import dev.sluice.master.policy.Policies;
import java.time.Clock;
import java.util.function.Consumer;

/** A push without a broker, for tests of other rooms. */
public final class TestPush {
    /** @param nodes told each node that is sent to alone */
    public static PolicyPush to(Policies policies, Consumer<String> nodes) {
        return new PolicyPush(policies, (message, node) -> node.ifPresent(nodes), Clock.systemUTC());
    }

    private TestPush() {}
}
