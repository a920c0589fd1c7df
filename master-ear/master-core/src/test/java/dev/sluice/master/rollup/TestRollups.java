package dev.sluice.master.rollup;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import java.time.Clock;

/** Roll-ups for tests of other rooms. */
public final class TestRollups {
    public static Rollups of(Database database, Lease lease, Clock clock) {
        return new Rollups(database, lease, TestConfig.PLAIN, clock);
    }

    public static Reports reports(Database database, Clock clock) {
        return new Reports(database, clock);
    }

    private TestRollups() {}
}
