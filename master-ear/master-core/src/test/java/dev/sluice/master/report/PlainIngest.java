package dev.sluice.master.report;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.privacy.TestErasures;
import dev.sluice.master.privacy.TestPersonal;
import dev.sluice.master.rollup.Rollups;

/** Ingest that clears nothing, erases nobody and sends nothing on. */
final class PlainIngest {
    static Ingest of(Database database, Lease lease, Partitions partitions, Rollups rollups) {
        return of(database, lease, partitions, rollups, new Arrivals());
    }

    static Ingest of(Database database, Lease lease, Partitions partitions, Rollups rollups, Arrivals arrivals) {
        return new Ingest(
                database,
                lease,
                partitions,
                rollups,
                TestPersonal.OFF,
                TestErasures.OF_NOBODY,
                new UnsentRecords(database, lease, TestConfig.PLAIN),
                arrivals);
    }

    private PlainIngest() {}
}
