package dev.sluice.portal.fake;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.master.enrollment.JoinKey;
import dev.sluice.master.enrollment.KeyTerms;
import dev.sluice.master.enrollment.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys in memory. */
public final class MemoryKeys extends Keys {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<JoinKey> keys = new ArrayList<>();

    @Override
    public ActivationKey create(KeyTerms terms, String by) {
        ActivationKey key = ActivationKey.create("0".repeat(64));
        keys.add(new JoinKey(
                key.id(),
                terms.label(),
                terms.group(),
                terms.networks(),
                terms.autoApprove(),
                0,
                terms.uses(),
                terms.life().map(NOW::plus),
                NOW,
                by,
                Optional.empty(),
                false));
        return key;
    }

    @Override
    public List<JoinKey> all() {
        return keys;
    }

    @Override
    public Optional<JoinKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    @Override
    public boolean revoke(String id, String by) {
        return keys.removeIf(key -> key.id().equals(id));
    }
}
