package dev.sluice.master.lease;

import dev.sluice.master.persistence.Database;
import java.util.UUID;

/** Leases for tests of other rooms. Nothing renews them. */
public final class TestLease {
    /** The lease of the only master. */
    public static Lease held(Database database) {
        Lease lease = another(database);
        lease.tryToTake().orElseThrow();
        return lease;
    }

    /** Takes the lease from whoever holds it, as a standby does from a master that was stopped for too long. */
    public static Lease takenFrom(Lease holder, Database database) {
        database.run(connection -> connection
                .createStatement()
                .executeUpdate("UPDATE master_lease SET expires_at = clock_timestamp() WHERE id = 1"));
        return held(database);
    }

    private static Lease another(Database database) {
        Holder holder = new Holder("test " + UUID.randomUUID());
        return new Lease(database, holder, Lease.LIFE, reason -> {});
    }

    private TestLease() {}
}
