package dev.sluice.slave.policy;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.util.List;

/** Published policies, signed by {@link TestCluster#OURS}. */
public final class Policies {
    /** Allows all but one host. */
    public static PolicyMessage blocking(long epoch, long number, String host) {
        Revision revision = new Revision(epoch, number);
        PolicyBundle bundle = bundle(host);
        try {
            return signed(
                    revision, new PolicyCompiler().compile(bundle, revision).hash(), bundle);
        } catch (InvalidPolicyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static PolicyMessage signed(Revision revision, String hash, PolicyBundle bundle) {
        return TestCluster.OURS.sign(new PolicyMessage(revision, hash, bundle));
    }

    static PolicyBundle bundle(String host) {
        Rule rule = new Rule(
                "r1", "Rule one", true, List.of(new Condition.Host(List.of(host))), new Action.Block("Not here."));
        return new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow());
    }

    private Policies() {}
}
