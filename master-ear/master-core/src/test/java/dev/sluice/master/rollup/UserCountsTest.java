package dev.sluice.master.rollup;

import static dev.sluice.master.rollup.Sums.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Reports.UserCount;
import dev.sluice.master.rollup.Reports.Users;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserCountsTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Hand clock = new Hand(NOON.plus(Duration.ofMinutes(30)));
    private final Rollups rollups = TestRollups.of(database.jdbc(), TestLease.held(database.jdbc()), clock);
    private final Reports reports = new Reports(database.jdbc(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsUsersOnceInEachStepAndOnEachNode() {
        Instant later = NOON.plus(Duration.ofHours(2));
        store("n1", by("ann", NOON), by("ann", NOON.plusSeconds(60)), by("", NOON), by("ann", later));
        rollups.fold();
        store("n2", by("ann", NOON.plusSeconds(1)), by("bob", NOON), by("", later));

        Users users = reports.users(new Period(NOON, NOON.plus(Duration.ofHours(3))), "");
        assertThat(users.step()).isEqualTo(Tier.HOUR);
        assertThat(users.points()).extracting(UserCount::users).containsExactly(2L, 0L, 1L);
        assertThat(users.byNode()).containsExactly(entry("n1", 1L), entry("n2", 2L));
        rollups.fold();
        assertThat(reports.users(new Period(NOON, NOON.plus(Duration.ofHours(3))), ""))
                .isEqualTo(users);

        Users one = reports.users(new Period(NOON.minus(Duration.ofDays(3)), NOON.plusSeconds(60)), "n1");
        assertThat(one.step()).isEqualTo(Tier.DAY);
        assertThat(one.points()).extracting(UserCount::users).containsExactly(0L, 0L, 0L, 1L);
        assertThat(one.byNode()).containsExactly(entry("n1", 1L));
    }

    private void store(String node, AccessRecord... records) {
        Sums.store(database.jdbc(), rollups, node, records);
    }
}
