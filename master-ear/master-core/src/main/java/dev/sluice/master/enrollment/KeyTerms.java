package dev.sluice.master.enrollment;

import dev.sluice.master.member.Member;
import dev.sluice.policy.match.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an activation key allows.
 *
 * @param label for people
 * @param uses how many nodes may join with it, empty for any number
 * @param life how long it is good from its making, empty for ever
 * @param group the node group that its nodes are in, empty for none
 * @param networks from where its nodes may ask, empty for anywhere
 * @param autoApprove whether its nodes need no person's approval
 */
public record KeyTerms(
        String label,
        Optional<Integer> uses,
        Optional<Duration> life,
        String group,
        List<Network> networks,
        boolean autoApprove) {
    private static final int LONGEST_LABEL = 100;
    private static final int MOST_USES = 100_000;
    private static final int MOST_NETWORKS = 100;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3652);

    /** @throws IllegalArgumentException with a sentence for the author */
    public KeyTerms {
        networks = List.copyOf(networks);
        require(label.length() <= LONGEST_LABEL, "The label has at most " + LONGEST_LABEL + " characters.");
        require(
                uses.isEmpty() || (uses.get() >= 1 && uses.get() <= MOST_USES),
                "The uses are a number from 1 to " + MOST_USES + ".");
        require(
                life.isEmpty()
                        || (life.get().compareTo(Duration.ofMinutes(1)) >= 0
                                && life.get().compareTo(LONGEST_LIFE) <= 0),
                "A key is good for a minute at least and ten years at most.");
        require(
                Member.GROUP.matcher(group).matches(),
                "A group is lower-case letters, digits and hyphens, at most 63.");
        require(networks.size() <= MOST_NETWORKS, "A key names at most " + MOST_NETWORKS + " networks.");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
