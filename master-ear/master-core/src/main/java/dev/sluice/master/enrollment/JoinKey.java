package dev.sluice.master.enrollment;

import dev.sluice.policy.match.IpAddress;
import dev.sluice.policy.match.Network;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An activation key as the master knows it: without its secret.
 *
 * @param uses how many nodes joined with it or wait for approval
 * @param mostUses empty for any number
 * @param initial whether it was made known by a file beside the master
 */
public record JoinKey(
        String id,
        String label,
        String group,
        List<Network> networks,
        boolean autoApprove,
        int uses,
        Optional<Integer> mostUses,
        Optional<Instant> expiresAt,
        Instant createdAt,
        String createdBy,
        Optional<Instant> revokedAt,
        boolean initial) {
    public JoinKey {
        networks = List.copyOf(networks);
    }

    boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    boolean isUsedUp() {
        return mostUses.filter(most -> uses >= most).isPresent();
    }

    boolean allows(IpAddress address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }
}
