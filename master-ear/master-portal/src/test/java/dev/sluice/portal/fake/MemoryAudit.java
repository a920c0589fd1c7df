package dev.sluice.portal.fake;

import dev.sluice.master.audit.Audit;
import dev.sluice.master.audit.AuditEvent;
import dev.sluice.master.audit.AuditFilter;
import dev.sluice.master.audit.Change;
import dev.sluice.master.audit.Origin;
import dev.sluice.master.audit.Seal;
import dev.sluice.master.audit.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two events, and a chain that holds unless a test says otherwise. */
public final class MemoryAudit extends Audit {
    public static final String HASH = "0123456789abcdef".repeat(4);

    public final List<AuditFilter> asked = new ArrayList<>();
    public final List<Seal> kept = new ArrayList<>();
    public Verdict verdict = new Verdict(new Seal(2, HASH), Optional.empty(), "");

    @Override
    public List<AuditEvent> newest(AuditFilter filter, int limit) {
        asked.add(filter);
        return List.of(
                        event(2, new Change("ann", "node.group", "n1", "{\"group\":\"\"}", "{\"group\":\"lab\"}")),
                        event(1, new Change("ann", "login", "ann", "", "")))
                .subList(0, Math.min(limit, 2));
    }

    private static AuditEvent event(long number, Change change) {
        return new AuditEvent(
                number, Instant.parse("2026-03-01T10:00:00Z"), new Origin("192.0.2.7", "ci"), change, HASH, HASH);
    }

    @Override
    public Verdict verify(Optional<Seal> seal) {
        seal.ifPresent(kept::add);
        return verdict;
    }
}
