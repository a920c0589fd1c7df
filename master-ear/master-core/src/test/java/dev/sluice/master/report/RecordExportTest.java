package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.export.RecordExport;
import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.TestRollups;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stands here because the records of a test are made here. */
class RecordExportTest {
    private static final int BATCH = 500;

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-01T12:00:00Z"));
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Ingest ingest =
            PlainIngest.of(database.jdbc(), lease, partitions, TestRollups.of(database.jdbc(), lease, clock));
    private final RecordExport export =
            new RecordExport(new AccessRecords(database.jdbc(), partitions, new Arrivals()), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesEachOfManyRecordsOfOneMomentOnceAndInOrder() throws IOException {
        AccessRecord record = Samples.record(clock.instant().minusSeconds(1));
        for (int batch = 0; batch < 9; batch++) {
            store((long) batch * BATCH, Collections.nCopies(BATCH, record));
        }

        List<String> lines = export(RecordFilter.ALL);

        assertThat(lines.stream().skip(1).map(line -> Integer.valueOf(line.split(",")[2])))
                .containsExactlyElementsOf(IntStream.range(0, 9 * BATCH).boxed().toList());
    }

    @Test
    void writesWhatTheFilterLetsThroughOldestFirstAndNothingOfTheFuture() throws IOException {
        Instant now = clock.instant();
        store(
                0,
                List.of(
                        Samples.record(now.minusSeconds(5), "b.example", 200, "10.0.0.1", "allow"),
                        Samples.record(now.minusSeconds(9), "a.example", 200, "10.0.0.1", "allow"),
                        Samples.record(now.minusSeconds(7), "blocked.example", 403, "10.0.0.1", "block"),
                        Samples.record(now.plusSeconds(1), "future.example", 200, "10.0.0.1", "allow")));

        List<String> lines = export(RecordFilter.ALL.with(RecordField.ACTION, "allow"));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("a.example");
        assertThat(lines.get(2)).contains("b.example");
    }

    @Test
    void waitsForADatabaseThatIsAwayAndSaysWhenItGivesUp() throws IOException {
        int[] failures = {3};
        store(0, List.of(Samples.record(clock.instant().minusSeconds(1))));
        AccessRecords shaky = new AccessRecords(database.jdbc(), partitions, new Arrivals()) {
            @Override
            public List<StoredRecord> oldest(RecordFilter filter, Optional<StoredRecord> after, int limit) {
                if (failures[0]-- > 0) {
                    database.jdbc().run(connection -> {
                        throw new SQLException("away", "08006");
                    });
                }
                return super.oldest(filter, after, limit);
            }
        };
        RecordExport patient = new RecordExport(shaky, clock, Duration.ZERO);

        assertThat(export(patient, RecordFilter.ALL))
                .hasSize(2)
                .last()
                .asString()
                .contains("www.example.com");

        failures[0] = Integer.MAX_VALUE;
        assertThat(export(patient, RecordFilter.ALL)).last().isEqualTo(RecordExport.INCOMPLETE);
    }

    private void store(long first, List<AccessRecord> records) {
        ingest.store(Batches.of(Samples.batch("n1", 1, first, records)));
    }

    private List<String> export(RecordFilter filter) throws IOException {
        return export(export, filter);
    }

    private static List<String> export(RecordExport export, RecordFilter filter) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.write(filter, RecordFormat.CSV, out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
