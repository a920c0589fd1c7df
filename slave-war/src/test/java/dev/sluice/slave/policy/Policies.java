package dev.sluice.slave.policy;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.slave.section.ListMaster;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

    /** Blocks what is in the categories of these lists, which travel apart. */
    static PolicyMessage withLists(long epoch, long number, ListMaster master, Section... sections) {
        Revision revision = new Revision(epoch, number);
        List<String> names = Arrays.stream(sections).map(Section::category).toList();
        Rule rule = new Rule("r1", "", true, List.of(new Condition.InCategory(names)), new Action.Block("Not here."));
        List<Category> full = Arrays.stream(sections)
                .map(section -> new Category(section.category(), master.domains(section)))
                .toList();
        List<Category> empty =
                names.stream().map(name -> new Category(name, List.of())).toList();
        PolicyBundle whole = new PolicyBundle(List.of(rule), full, List.of(), new Action.Allow());
        PolicyBundle sent = new PolicyBundle(List.of(rule), empty, List.of(), new Action.Allow());
        try {
            String hash = new PolicyCompiler().compile(whole, revision).hash();
            return TestCluster.OURS.sign(new PolicyMessage(revision, hash, sent, List.of(sections), Optional.empty()));
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
