package dev.sluice.master.rollout;

import dev.sluice.master.policy.Policies;
import java.util.Optional;
import java.util.function.LongFunction;

/** Targets for tests of other rooms. */
public final class TestTargets {
    /** Every node should enforce the head. */
    public static Targets everybody(Policies policies) {
        LongFunction<Optional<Rollout>> none = number -> Optional.empty();
        return new Targets(policies, none);
    }

    private TestTargets() {}
}
