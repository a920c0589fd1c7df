package dev.sluice.master.privacy;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.rollup.Rollups;
import java.time.Clock;

/** For tests of other rooms. */
public final class TestPersonal {
    /** Keeps personal fields as long as records. */
    @SuppressWarnings("NullAway") // asks nobody for anything
    public static final PersonalFields OFF = new PersonalFields(null, null, TestConfig.PLAIN, Clock.systemUTC());

    /** Keeps them for so many days and goes through so many records at once. */
    public static PersonalFields keeping(Database database, Rollups rollups, Clock clock, int days, int step) {
        return new PersonalFields(database, rollups, TestConfig.keepingPersonal(days), clock, step);
    }

    private TestPersonal() {}
}
