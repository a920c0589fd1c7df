package dev.sluice.policy;

import dev.sluice.policy.match.CanonicalForm;
import dev.sluice.policy.match.HostTable;
import dev.sluice.policy.match.NetworkTable;
import dev.sluice.policy.match.ScheduleTable;
import dev.sluice.policy.match.WordTable;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable snapshot of a policy, ready to decide. Safe for any thread; never blocks.
 *
 * <p>Each table answers a fact with the rules that it leaves possible, one bit a rule, lowest first; the lowest bit that
 * all of them leave is the first rule that matches. So the time of a decision hardly depends on the number of rules.
 */
public final class CompiledPolicy {
    private static final String CONNECT = "CONNECT";
    private static final String NO_GROUP = "";
    private static final long CANONICAL_FORM = 1;

    private final Revision revision;
    private final Answers answers;
    private final HostTable hosts;
    private final NetworkTable networks;
    private final WordTable methods;
    private final WordTable nodeGroups;
    private final WordTable users;
    private final ScheduleTable schedules;
    private final Map<String, String> passwords;
    private final Privacy privacy;
    private final String hash;

    /** The methods, with only those rules left possible that the group of this node leaves. */
    private final WordTable methodsHere;

    CompiledPolicy(
            Revision revision,
            Answers answers,
            HostTable hosts,
            NetworkTable networks,
            WordTable methods,
            WordTable nodeGroups,
            WordTable users,
            ScheduleTable schedules,
            Map<String, String> passwords,
            Privacy privacy) {
        this.revision = revision;
        this.answers = answers;
        this.hosts = hosts;
        this.networks = networks;
        this.methods = methods;
        this.nodeGroups = nodeGroups;
        this.users = users;
        this.schedules = schedules;
        this.passwords = passwords;
        this.privacy = privacy;
        this.hash = computeHash();
        this.methodsHere = methodsIn(NO_GROUP);
    }

    private CompiledPolicy(CompiledPolicy other, String group) {
        this.revision = other.revision;
        this.answers = other.answers;
        this.hosts = other.hosts;
        this.networks = other.networks;
        this.methods = other.methods;
        this.nodeGroups = other.nodeGroups;
        this.users = other.users;
        this.schedules = other.schedules;
        this.passwords = other.passwords;
        this.privacy = other.privacy;
        this.hash = other.hash;
        this.methodsHere = methodsIn(group);
    }

    /** A node's group never changes within a snapshot, so it costs no look-up of its own for each exchange. */
    private WordTable methodsIn(String group) {
        return nodeGroups.isIndifferent() ? methods : methods.among(nodeGroups.find(group));
    }

    /**
     * The same policy as a node of this group decides by it; the hash is the same. A policy that was just compiled
     * decides as a node without a group does.
     *
     * @param group the name of the node group, empty for none
     */
    public CompiledPolicy forGroup(String group) {
        return nodeGroups.isIndifferent() ? this : new CompiledPolicy(this, group);
    }

    /**
     * Decides one exchange by the first rule that matches. In {@link Phase#CONNECT} the method is {@code CONNECT},
     * whatever the facts say, and scheme and path are not looked at.
     */
    public Decision decide(ExchangeFacts facts, Phase phase, Instant time) {
        long host = hosts.find(facts.host());
        long[] byName = hosts.rulesByName(host);
        long[] byCategory = hosts.rulesByCategory(host);
        long[] byClient = networks.find(facts.client());
        long[] byMethod = methodsHere.find(phase == Phase.CONNECT ? CONNECT : facts.method());
        long[] byUser = users.find(facts.user());
        long[] byTime = schedules.find(time);
        for (int i = 0; i < byName.length; i++) {
            long matching = byName[i] & byCategory[i] & byClient[i] & byMethod[i] & byUser[i] & byTime[i];
            if (matching != 0) {
                return answers.byRule(i * Long.SIZE + Long.numberOfTrailingZeros(matching), host, hosts);
            }
        }
        return answers.byDefault();
    }

    public Revision revision() {
        return revision;
    }

    /** Whether clients can say who they are. */
    public boolean hasUsers() {
        return !passwords.isEmpty();
    }

    /** What tells whether a password is this user's, as in {@link dev.sluice.policy.model.User#password}; empty for nobody. */
    public Optional<String> password(String user) {
        return Optional.ofNullable(passwords.get(user));
    }

    /** What access records say while it is in force. */
    public Privacy privacy() {
        return privacy;
    }

    /**
     * SHA-256 (hex) over the canonical form of what this snapshot really decides with, taken from its tables, not from
     * the bundle.
     *
     * <p>The form holds the answers of the enabled rules in their order and, for each table, the facts it tells apart
     * with the rules they leave possible, and what it says on privacy. So the group of the node, disabled rules, sets that no enabled rule names, the names of schedules, the
     * revision, the order of conditions and of values, and values that others cover do not change the hash; anything
     * that changes a decision does. A category's domains go in as the index's 48-bit fingerprints, where a domain that
     * is listed twice, or below a listed one, does change it.
     */
    public String hash() {
        return hash;
    }

    private String computeHash() {
        CanonicalForm form = new CanonicalForm().number(CANONICAL_FORM);
        answers.describe(form);
        hosts.describe(form);
        networks.describe(form);
        methods.describe(form);
        schedules.describe(form);
        if (!nodeGroups.isIndifferent()) {
            // Only then, so that policies without node groups keep the hash that nodes before them compute.
            nodeGroups.describe(form.text("node-group"));
        }
        if (!users.isIndifferent()) {
            users.describe(form.text("user"));
        }
        UserReader.describe(passwords, form);
        PrivacyReader.describe(privacy, form);
        if (answers.audited().length > 0) {
            form.text("audit").numbers(answers.audited());
        }
        return form.sha256Hex();
    }
}
