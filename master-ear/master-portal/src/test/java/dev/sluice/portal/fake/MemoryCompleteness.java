package dev.sluice.portal.fake;

import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.GapSum;
import dev.sluice.master.report.NodeAccount;
import java.time.Instant;
import java.util.List;

/** Two nodes, of which one is behind. */
public final class MemoryCompleteness extends Completeness {
    private static final Instant BEHIND = Instant.parse("2026-03-01T09:00:00Z");

    @Override
    public List<NodeAccount> accounts() {
        return List.of(
                new NodeAccount("slave-1", BEHIND.plusSeconds(60), 10, 9, 0, 1, 0, 0, 0, List.of()),
                new NodeAccount(
                        "slave-2",
                        BEHIND,
                        100,
                        70,
                        20,
                        6,
                        4,
                        2,
                        0,
                        List.of(new GapSum("refused", "full", 6, BEHIND, BEHIND))));
    }

    @Override
    public Instant completeUpTo() {
        return BEHIND;
    }
}
