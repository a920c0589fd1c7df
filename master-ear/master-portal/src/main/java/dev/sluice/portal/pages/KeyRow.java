package dev.sluice.portal.pages;

import dev.sluice.master.enrollment.JoinKey;
import dev.sluice.policy.match.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * An activation key in words.
 *
 * @param good whether a node may join with it
 * @param state why not, or that it is good
 * @param ends when it expires, empty for never
 */
public record KeyRow(
        String id,
        String label,
        boolean good,
        String state,
        String uses,
        String ends,
        String endsAt,
        String group,
        String networks,
        String approval,
        String made) {
    static KeyRow of(JoinKey key, Instant now) {
        String state = state(key, now);
        return new KeyRow(
                key.id(),
                key.label(),
                state.equals("good"),
                state,
                key.mostUses()
                        .map(most -> Amounts.count(key.uses()) + " of " + Amounts.count(most))
                        .orElseGet(() -> Amounts.count(key.uses()) + ", no limit"),
                key.expiresAt()
                        .map(end -> Amounts.until(Duration.between(now, end)))
                        .orElse(""),
                key.expiresAt().map(Instant::toString).orElse(""),
                key.group(),
                key.networks().stream().map(Network::toString).collect(Collectors.joining(", ")),
                key.autoApprove() ? "at once" : "when approved",
                Amounts.ago(Duration.between(key.createdAt(), now)) + " by " + key.createdBy());
    }

    private static String state(JoinKey key, Instant now) {
        if (key.revokedAt().isPresent()) {
            return "revoked";
        }
        if (key.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
            return "expired";
        }
        return key.mostUses().filter(most -> key.uses() >= most).isPresent() ? "used up" : "good";
    }
}
