package dev.sluice.master.rollout;

import dev.sluice.master.policy.PublishedPolicy;
import java.util.Optional;
import java.util.Set;

/**
 * What all nodes should enforce.
 *
 * @param head the newest revision
 * @param base what the nodes enforce that are not in the canary; the head, unless a rollout is under way
 * @param rollout the one under way
 */
public record Aim(PublishedPolicy head, PublishedPolicy base, Optional<Rollout> rollout) {
    /** The revision that this node should enforce. */
    public PublishedPolicy of(String node) {
        return rollout.isEmpty() || rollout.get().nodes().contains(node) ? head : base;
    }

    /** The nodes that the head is for; empty when it is for all. */
    public Set<String> canary() {
        return rollout.map(Rollout::nodes).orElse(Set.of());
    }
}
