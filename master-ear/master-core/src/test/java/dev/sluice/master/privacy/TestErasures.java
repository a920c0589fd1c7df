package dev.sluice.master.privacy;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.rollup.Rollups;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Erasures for tests of other rooms. */
public final class TestErasures {
    /** Nobody has asked for any. */
    @SuppressWarnings("NullAway") // asks nobody for anything
    public static final Erasures OF_NOBODY = new Erasures(null, null, TestConfig.PLAIN, Clock.systemUTC(), 1) {
        @Override
        public void arrive(Connection connection, Instant earliest, Supplier<Map<String, Instant>> firsts) {
            // none
        }
    };

    /** @param step so many records at once */
    public static Erasures of(Database database, Rollups rollups, Clock clock, int step) {
        return new Erasures(database, rollups, TestConfig.PLAIN, clock, step);
    }

    private TestErasures() {}
}
