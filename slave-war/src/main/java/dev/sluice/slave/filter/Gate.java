package dev.sluice.slave.filter;

import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.Decision;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.auth.Authenticator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Decides exchanges by the policy of the moment: one snapshot for one exchange. Fails closed. */
public final class Gate {
    private final Supplier<Optional<CompiledPolicy>> policy;
    private final Authenticator authenticator;

    public Gate(Supplier<Optional<CompiledPolicy>> policy, Authenticator authenticator) {
        this.policy = policy;
        this.authenticator = authenticator;
    }

    /** Decides for a client that does not say who it is, notes the decision in the exchange, and returns it. */
    public Decision decide(Exchange exchange) {
        Optional<CompiledPolicy> snapshot = policy.get();
        if (snapshot.isEmpty()) {
            exchange.decided(Decision.NO_POLICY, Revision.NONE);
            return Decision.NO_POLICY;
        }
        return decide(exchange, snapshot.get());
    }

    /**
     * Decides for a client that says who it is, which is noted too.
     *
     * @param credentials the value of Proxy-Authorization
     * @return done at once, unless a password has to be checked; fails while too many wait for that
     */
    public CompletableFuture<Decision> decide(Exchange exchange, String credentials) {
        Optional<CompiledPolicy> snapshot = policy.get().filter(CompiledPolicy::hasUsers);
        if (snapshot.isEmpty()) {
            return CompletableFuture.completedFuture(decide(exchange));
        }
        CompiledPolicy now = snapshot.get();
        return authenticator.identify(now, credentials).thenApply(user -> {
            exchange.identified(user);
            return decide(exchange, now);
        });
    }

    private static Decision decide(Exchange exchange, CompiledPolicy now) {
        Decision decision = now.decide(exchange.facts(), exchange.phase(), exchange.time());
        exchange.decided(decision, now.revision());
        return decision;
    }
}
