package dev.sluice.master.push;

import dev.sluice.master.authority.TestAuthority;
import dev.sluice.master.policy.Policies;
import java.time.Clock;

/** A push without a broker, for tests of other rooms. */
public final class TestPush {
    public static PolicyPush to(Outbox outbox, Policies policies, Clock clock) {
        return new PolicyPush(policies, new PolicyLetters(TestAuthority.AUTHORITY), outbox, clock);
    }

    private TestPush() {}
}
