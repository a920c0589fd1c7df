package dev.sluice.master.audit;

import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Reads the audit. Safe for any thread. */
@ApplicationScoped
public class Audit {
    private final Database database;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Audit() {
        this(null);
    }

    @Inject
    public Audit(Database database) {
        this.database = database;
    }

    /** The newest first. */
    public List<AuditEvent> newest(AuditFilter filter, int limit) {
        return database.call(connection -> AuditRows.newest(connection, filter, limit));
    }

    /**
     * Recomputes the whole chain, reading every event.
     *
     * @param kept what a verification has said earlier, if it shall be compared
     */
    public Verdict verify(Optional<Seal> kept) {
        return database.call(connection -> Verification.of(connection, kept));
    }
}
