package dev.sluice.slave.filter;

import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.Decision;
import dev.sluice.policy.model.Revision;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides exchanges by the policy of the moment: one snapshot for one exchange. Fails closed. */
public final class Gate {
    private final Supplier<Optional<CompiledPolicy>> policy;

    public Gate(Supplier<Optional<CompiledPolicy>> policy) {
        this.policy = policy;
    }

    /** Decides, notes the decision in the exchange, and returns it. */
    public Decision decide(Exchange exchange) {
        Optional<CompiledPolicy> snapshot = policy.get();
        if (snapshot.isEmpty()) {
            exchange.decided(Decision.NO_POLICY, Revision.NONE);
            return Decision.NO_POLICY;
        }
        CompiledPolicy now = snapshot.get();
        Decision decision = now.decide(exchange.facts(), exchange.phase(), exchange.time());
        exchange.decided(decision, now.revision());
        return decision;
    }
}
