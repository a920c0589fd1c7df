package dev.sluice.master.member;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A node of the cluster.
 *
 * @param group the node group it is in, empty for none
 * @param keyId the activation key it joined with, empty for none
 * @param removedAt since when it is no longer one
 */
public record Member(String id, String group, String keyId, Instant joinedAt, Optional<Instant> removedAt) {
    /** What a group may be called; no name means none. */
    public static final Pattern GROUP = Pattern.compile("|[a-z0-9][a-z0-9-]{0,62}");

    /** A node of which nobody knows how it joined. */
    public static Member unknown(String id, Instant at) {
        return new Member(id, "", "", at, Optional.empty());
    }

    public boolean isRemoved() {
        return removedAt.isPresent();
    }
}
