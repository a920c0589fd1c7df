package dev.sluice.portal.fake;

import dev.sluice.master.privacy.Erasure;
import dev.sluice.master.privacy.Erasures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Erasures that are done at once. */
public final class MemoryErasures extends Erasures {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<Erasure> all = new ArrayList<>();

    @Override
    public Erasure request(String user, String by) {
        Erasure erasure = new Erasure(all.size() + 1L, user, NOW, NOW, true, 7);
        all.add(erasure);
        return erasure;
    }

    @Override
    public List<Erasure> all() {
        return all;
    }
}
