package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.privacy.TestErasures;
import dev.sluice.master.privacy.TestPersonal;
import dev.sluice.master.rollup.TestRollups;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Stores records as a master does, for tests of other rooms. */
public final class TestIngest {
    private final Ingest ingest;

    public TestIngest(Database database, Lease lease, MasterConfig config, Clock clock) {
        ingest = new Ingest(
                database,
                lease,
                new Partitions(database, config, clock),
                TestRollups.of(database, lease, clock),
                TestPersonal.OFF,
                TestErasures.OF_NOBODY,
                new UnsentRecords(database, lease, config),
                new Arrivals());
    }

    /** @return the sequence that is wanted next */
    public long store(String node, long boot, long first, List<AccessRecord> records) {
        List<AppliedMessage> applied = ingest.store(Batches.of(Samples.batch(node, boot, first, records)));
        return applied.get(0).next();
    }

    public static AccessRecord record(Instant time) {
        return Samples.record(time);
    }
}
