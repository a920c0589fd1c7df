package dev.sluice.master.rollup;

import static dev.sluice.master.rollup.Sums.blocked;
import static dev.sluice.master.rollup.Sums.exchange;
import static dev.sluice.master.rollup.Sums.failed;
import static dev.sluice.master.rollup.Sums.tunnel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Reports.Entry;
import dev.sluice.master.rollup.Reports.NodeFigures;
import dev.sluice.master.rollup.Reports.Overview;
import dev.sluice.master.rollup.Reports.Point;
import dev.sluice.master.rollup.Reports.Ranking;
import dev.sluice.master.rollup.Reports.Series;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Period HOUR = new Period(NOON, NOON.plus(Duration.ofHours(1)));

    private final TestDatabase database = TestDatabase.create();
    private final Hand clock = new Hand(NOON.plus(Duration.ofMinutes(30)));
    private final Rollups rollups = TestRollups.of(database.jdbc(), TestLease.held(database.jdbc()), clock);
    private final Reports reports = new Reports(database.jdbc(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isAllZeroWithoutRecords() {
        Overview overview = reports.overview(HOUR, "");
        assertThat(overview.figures()).isEqualTo(Figures.NONE);
        assertThat(overview.latency()).isEqualTo(Latency.NONE);
        assertThat(reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 10).entries())
                .isEmpty();
        assertThat(reports.series(HOUR, "", Optional.empty()).points()).hasSize(60);
    }

    @Test
    void tellsHowManyOfItsHoursAreNotSummedUpYet() {
        database.execute("TRUNCATE rollup_backlog");
        database.execute("INSERT INTO rollup_backlog SELECT '2026-03-10 11:00Z'::timestamptz + n * interval '1 hour'"
                + " FROM generate_series(0, 2) AS n");
        Period partly = new Period(NOON.plusSeconds(600), NOON.plusSeconds(660));

        assertThat(reports.hoursLeft(HOUR)).isEqualTo(1);
        assertThat(reports.hoursLeft(partly)).isEqualTo(1);
        assertThat(reports.hoursLeft(HOUR.withBefore())).isEqualTo(2);
        assertThat(reports.hoursLeft(new Period(NOON.plusSeconds(7_200), NOON.plusSeconds(9_000))))
                .isZero();
        rollups.catchUp();
        assertThat(reports.hoursLeft(new Period(NOON, NOON.plusSeconds(7_200)))).isEqualTo(1);
    }

    @Test
    void comparesAPeriodWithTheOneBefore() {
        store("n1", exchange(NOON.minusSeconds(1), "a.example"), exchange(NOON, "a.example"));
        store("n2", blocked(NOON.plusSeconds(3599), "b.example"), tunnel(NOON, "c.example"), failed(NOON, "d.example"));
        store("n1", exchange(NOON.plusSeconds(3600), "a.example"));

        Overview all = reports.overview(HOUR, "");

        assertThat(all.period()).isEqualTo(HOUR);
        assertThat(all.figures()).isEqualTo(new Figures(4, 1, 1, 1, 40, 400));
        assertThat(all.before()).isEqualTo(new Figures(1, 0, 0, 0, 10, 100));
        assertThat(all.latency().median()).isBetween(Duration.ofMillis(85), Duration.ofMillis(115));
        assertThat(all.latencyBefore().p99()).isEqualTo(all.latency().p99());
        assertThat(reports.overview(HOUR, "n1").figures().requests()).isEqualTo(1);
        assertThat(reports.byNode(HOUR)).extracting(NodeFigures::node).containsExactly("n1", "n2");
        assertThat(reports.byNode(HOUR).get(1).figures()).isEqualTo(new Figures(3, 1, 1, 1, 30, 300));
        assertThat(reports.byNode(HOUR).get(1).latency().p95()).isPositive();
        assertThat(reports.overview(HOUR, "n'3").figures()).isEqualTo(Figures.NONE);
    }

    @Test
    void answersTheSameBeforeAndAfterFolding() {
        store("n1", exchange(NOON, "a.example"), blocked(NOON.plusSeconds(60), "b.example"));
        Overview overview = reports.overview(HOUR, "");
        Series series = reports.series(HOUR, "", Optional.empty());
        Ranking ranking = reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 10);
        for (int i = 0; i < 3; i++) {
            rollups.fold();
            rollups.tidy(clock.instant());
            assertThat(reports.overview(HOUR, "")).isEqualTo(overview);
            assertThat(reports.series(HOUR, "", Optional.empty())).isEqualTo(series);
            assertThat(reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 10))
                    .isEqualTo(ranking);
        }
        store("n1", exchange(NOON, "a.example"));
        rollups.fold();
        assertThat(reports.overview(HOUR, "").figures().requests()).isEqualTo(3);
    }

    @Test
    void putsALateRecordWhereItBelongs() {
        store("n1", exchange(NOON, "a.example"));
        rollups.fold();
        clock.move(Duration.ofHours(5));
        store("n1", exchange(NOON.plusSeconds(5), "a.example"));
        assertThat(reports.overview(HOUR, "").figures().requests()).isEqualTo(2);
        rollups.fold();
        assertThat(reports.overview(HOUR, "").figures().requests()).isEqualTo(2);
    }

    @Test
    void readsADayFromItsHoursUntilItIsSummedUp() {
        database.execute("UPDATE rollup_summed SET up_to = '2026-03-10 00:00Z'");
        Period days = new Period(NOON.minus(Duration.ofDays(40)), NOON.plus(Duration.ofDays(2)));
        store("n1", exchange(NOON, "a.example"), blocked(NOON.plus(Duration.ofHours(12)), "b.example"));
        rollups.fold();
        assertThat(database.texts("SELECT DISTINCT tier FROM rollup ORDER BY 1"))
                .containsExactly("H", "M");
        Series series = reports.series(days, "", Optional.of(Tier.DAY));
        assertThat(series.points())
                .extracting(point -> point.figures().requests())
                .endsWith(1L, 1L, 0L);
        Ranking ranking = reports.top(Dimension.SITE, Measure.REQUESTS, days, "", 10);

        clock.move(Duration.ofHours(12)); // the day is over, but not for an hour
        rollups.fold();
        assertThat(database.number("SELECT count(*) FROM rollup WHERE tier = 'D'"))
                .isZero();
        clock.move(Duration.ofHours(1));
        rollups.fold();
        assertThat(database.texts("SELECT sum(requests) FROM rollup WHERE tier = 'D' AND dimension = 0"))
                .containsExactly("1");
        assertThat(reports.series(days, "", Optional.of(Tier.DAY))).isEqualTo(series);
        assertThat(reports.top(Dimension.SITE, Measure.REQUESTS, days, "", 10)).isEqualTo(ranking);

        store("n1", exchange(NOON.plusSeconds(5), "a.example"));
        rollups.fold();
        rollups.fold();
        assertThat(database.texts("SELECT sum(requests) FROM rollup WHERE tier = 'D' AND dimension = 0"))
                .containsExactly("2");
        assertThat(reports.series(days, "", Optional.of(Tier.DAY)).points())
                .extracting(point -> point.figures().requests())
                .endsWith(2L, 1L, 0L);
    }

    @Test
    void sumsDaysUpBeforeTheirHoursAreDeleted() {
        database.execute("UPDATE rollup_summed SET up_to = '2026-03-10 00:00Z'");
        store("n1", exchange(NOON, "a.example"));
        rollups.fold();
        clock.move(Duration.ofDays(100));
        rollups.tidy(clock.instant());
        assertThat(database.texts(
                        "SELECT concat(tier, ' ', sum(requests)) FROM rollup WHERE dimension = 0 GROUP BY tier"))
                .containsExactly("D 1");
    }

    @Test
    void showsEachStepOfASeriesWithItsLatency() {
        store("n1", exchange(NOON.plusSeconds(61), "a.example"), exchange(NOON.plusSeconds(119), "a.example"));
        Series series = reports.series(HOUR, "n1", Optional.empty());
        assertThat(series.step()).isEqualTo(Tier.MINUTE);
        assertThat(series.points().get(0)).isEqualTo(new Point(NOON, Figures.NONE, Latency.NONE));
        assertThat(series.points().get(1).from()).isEqualTo(NOON.plusSeconds(60));
        assertThat(series.points().get(1).figures().requests()).isEqualTo(2);
        assertThat(series.points().get(1).latency().p95()).isPositive();
        Series days = reports.series(new Period(NOON.minus(Duration.ofDays(30)), NOON), "", Optional.empty());
        assertThat(days.step()).isEqualTo(Tier.DAY);
        assertThat(days.points()).hasSize(31);
        assertThat(days.points().get(30).figures().requests()).isEqualTo(2);
    }

    @Test
    void refusesASeriesOfTooManySteps() {
        Period day = new Period(NOON.minus(Duration.ofDays(2)), NOON);
        assertThatThrownBy(() -> reports.series(day, "", Optional.of(Tier.MINUTE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ranksByEachMeasure() {
        store(
                "n1",
                exchange(NOON, "often.example"),
                exchange(NOON, "often.example"),
                blocked(NOON, "bad.example"),
                tunnel(NOON, "tunnel.example"),
                failed(NOON, "down.example"));
        assertThat(first(Dimension.SITE, Measure.REQUESTS)).isEqualTo("often.example");
        assertThat(first(Dimension.SITE, Measure.BYTES)).isEqualTo("often.example");
        assertThat(first(Dimension.SITE, Measure.BLOCKED)).isEqualTo("bad.example");
        assertThat(first(Dimension.SITE, Measure.TUNNELS)).isEqualTo("tunnel.example");
        assertThat(first(Dimension.SITE, Measure.ERRORS)).isEqualTo("down.example");
        assertThat(first(Dimension.ERROR, Measure.ERRORS)).isEqualTo("timeout");
        assertThat(first(Dimension.USER, Measure.REQUESTS)).isEqualTo("ann");
        assertThat(first(Dimension.CLIENT, Measure.REQUESTS)).isEqualTo("10.0.0.7");
        assertThat(first(Dimension.CATEGORY, Measure.REQUESTS)).isEqualTo("news");
        assertThat(first(Dimension.RULE, Measure.REQUESTS)).isEqualTo("rule-1");
        assertThat(reports.rankings(Dimension.SITE, EnumSet.allOf(Measure.class), HOUR, "", 1)
                        .get(Measure.TUNNELS))
                .isEqualTo(reports.top(Dimension.SITE, Measure.TUNNELS, HOUR, "", 1));
        Ranking one = reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 1);
        assertThat(one.entries()).containsExactly(new Entry("often.example", new Figures(2, 0, 0, 0, 20, 200)));
        assertThat(one.rest()).isEqualTo(new Figures(3, 1, 1, 1, 30, 300));
        assertThat(one.values()).isEqualTo(4);
        assertThat(reports.top(Dimension.SITE, Measure.BLOCKED, HOUR, "", 1).values())
                .isEqualTo(1);
    }

    private String first(Dimension dimension, Measure measure) {
        return reports.top(dimension, measure, HOUR, "", 1).entries().get(0).value();
    }

    @Test
    void widensAPeriodToWhatIsKept() {
        Instant old = NOON.minus(Duration.ofDays(50));
        store("n1", exchange(old, "a.example"));
        rollups.fold();
        rollups.tidy(clock.instant());
        Period asked = new Period(old.plusSeconds(60), old.plusSeconds(120));
        Overview overview = reports.overview(asked, "");
        assertThat(overview.period()).isEqualTo(asked.rounded(Tier.DAY));
        assertThat(overview.figures().requests()).isEqualTo(1);
        assertThat(reports.series(asked, "", Optional.of(Tier.MINUTE)).step()).isEqualTo(Tier.DAY);
        Ranking ranking = reports.top(Dimension.SITE, Measure.REQUESTS, asked, "", 10);
        assertThat(ranking.entries()).hasSize(1);
    }

    @Test
    void deletesWhatIsNoLongerKept() {
        store("n1", exchange(NOON, "a.example"));
        rollups.fold();
        clock.move(Duration.ofDays(4));
        rollups.tidy(clock.instant());
        assertThat(database.texts("SELECT DISTINCT tier FROM rollup ORDER BY 1"))
                .containsExactly("D", "H");
        clock.move(Duration.ofDays(40));
        rollups.tidy(clock.instant());
        assertThat(database.texts("SELECT DISTINCT tier FROM rollup")).containsExactly("D");
        clock.move(Duration.ofDays(360));
        rollups.tidy(clock.instant());
        assertThat(database.texts("SELECT DISTINCT tier FROM rollup")).isEmpty();
    }

    @Test
    void cutsALongTailAndLosesNoFigure() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            store("n1", exchange(NOON.plusSeconds(i), "site-" + random.nextInt(120)));
        }
        store("n1", blocked(NOON, "seldom-but-blocked"));
        rollups.fold();
        Ranking before = reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 5);
        database.jdbc().run(connection -> rollups.cut(connection, 40, 10));
        database.jdbc().run(connection -> rollups.cut(connection, 10, 10));
        assertThat(reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 5).rest())
                .isEqualTo(before.rest());
        assertThat(first(Dimension.SITE, Measure.BLOCKED)).isEqualTo("seldom-but-blocked");
        assertThat(database.number("SELECT count(*) FROM rollup WHERE tier = 'D' AND dimension = 2"))
                .isLessThanOrEqualTo(30);
        for (String tier : new String[] {"H", "D"}) {
            assertThat(database.number(
                            "SELECT sum(requests) FROM rollup WHERE dimension IN (2, -2) AND tier = '" + tier + "'"))
                    .isEqualTo(301);
        }
    }

    @Test
    void refusesAListOfWhatIsNoDimensionOfIt() {
        assertThatThrownBy(() -> reports.top(Dimension.LATENCY, Measure.REQUESTS, HOUR, "", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reports.top(Dimension.SITE, Measure.REQUESTS, HOUR, "", 1_001))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Period(NOON, NOON)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storesWhileAFoldThatBeganAfterTheSumsWereMadeIsAtWork() {
        store("n1", exchange(NOON, "a.example"));
        Tally tally = new Tally();
        tally.add("n1", NOON, Sums.view(exchange(NOON, "a.example")));
        BinaryCopy sums = tally.rows();
        CompletableFuture<Void> fold = database.jdbc().call(slow -> {
            execute(slow, "LOCK TABLE rollup IN SHARE MODE");
            CompletableFuture<Void> started = CompletableFuture.runAsync(rollups::fold);
            await().until(() -> database.number("SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND granted"
                            + " AND relation::regclass::text LIKE 'rollup_delta_%'")
                    == 1);

            database.jdbc().run(connection -> {
                execute(connection, "SET LOCAL lock_timeout = '2s'");
                rollups.append(connection, sums);
            });

            assertThat(started).isNotDone();
            return started;
        });

        assertThat(fold).succeedsWithin(Duration.ofSeconds(20));
        assertThat(reports.overview(HOUR, "").figures().requests()).isEqualTo(2);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void store(String node, AccessRecord... records) {
        Sums.store(database.jdbc(), rollups, node, records);
    }
}
