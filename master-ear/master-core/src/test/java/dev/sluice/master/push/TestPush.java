package dev.sluice.master.push;

import dev.sluice.master.authority.TestAuthority;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.rollout.Targets;
import dev.sluice.master.rollout.TestTargets;
import java.time.Clock;

/** A push without a broker, for tests of other rooms. */
public final class TestPush {
    public static PolicyPush to(Outbox outbox, Policies policies, Clock clock) {
        return to(outbox, TestTargets.everybody(policies), clock);
    }

    public static PolicyPush to(Outbox outbox, Targets targets, Clock clock) {
        return new PolicyPush(targets, new PolicyLetters(TestAuthority.AUTHORITY), outbox, clock);
    }

    private TestPush() {}
}
