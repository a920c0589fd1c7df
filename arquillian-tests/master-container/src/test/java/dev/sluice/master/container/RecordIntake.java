package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.StandInSlave;
import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Record batches over the queue, each stored once, and the answers that let the node free them. */
interface RecordIntake {
    Duration ANSWER = Duration.ofSeconds(30);

    Bench bench();

    @Test
    default void storesABatchOnceHoweverOftenItComes() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            RecordBatch batch = slave.batch(0, records("once.example", 3));
            slave.send(batch);
            slave.send(batch);
            slave.send(slave.batch(1, records("once.example", 3))); // overlaps with two

            awaitAnswers(slave, 3);
            assertThat(slave.applied()).extracting(AppliedMessage::next).containsExactly(3L, 3L, 4L);
            assertThat(stored("slave-1", batch.boot())).isEqualTo(4);
            assertThat(bench().admin().read("/api/v1/records?host=once.example").asJsonArray())
                    .hasSize(4);
        }
    }

    @Test
    default void answersAHoleWithWhatItWantsNext() throws Exception {
        try (StandInSlave slave = bench().slave("slave-2")) {
            slave.send(slave.batch(0, records("hole.example", 2)));
            RecordBatch late = slave.batch(10, records("hole.example", 2));
            slave.send(late);

            awaitAnswers(slave, 2);
            assertThat(slave.applied()).extracting(AppliedMessage::next).containsExactly(2L, 2L);
            assertThat(stored("slave-2", late.boot())).isEqualTo(2);
        }
    }

    @Test
    default void dropsABatchThatSpeaksForAnotherNode() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            long refused = bench().refused("records");
            RecordBatch own = slave.batch(0, records("honest.example", 1));
            RecordBatch forged = new RecordBatch("slave-3", own.boot(), 0, own.count(), own.frames());
            slave.send(forged);
            slave.send(own); // came after it, so that was handled

            awaitAnswers(slave, 1);
            assertThat(stored("slave-1", own.boot())).isEqualTo(1);
            assertThat(stored("slave-3", own.boot())).isZero();
            assertThat(bench().refused("records")).isEqualTo(refused + 1);
        }
    }

    @Test
    default void reportsWhatWasStored() throws Exception {
        try (StandInSlave slave = bench().slave("slave-2")) {
            slave.send(slave.batch(0, records("reported.example", 7)));
            awaitAnswers(slave, 1);
        }
        String node = "?node=slave-2";
        JsonObject top = bench().admin()
                .read("/api/v1/reports/top/site" + node + "&limit=1000")
                .asJsonObject();
        assertThat(top.getJsonArray("entries").getValuesAs(JsonObject.class))
                .filteredOn(entry -> entry.getString("value").equals("reported.example"))
                .extracting(entry -> entry.getInt("requests"))
                .containsExactly(7);
        int requests = bench().admin()
                .read("/api/v1/reports/overview" + node)
                .asJsonObject()
                .getJsonObject("figures")
                .getInt("requests");
        assertThat(requests).isGreaterThanOrEqualTo(7);
        JsonObject completeness =
                bench().admin().read("/api/v1/reports/completeness").asJsonObject();
        assertThat(completeness.getJsonArray("nodes").getValuesAs(JsonObject.class))
                .extracting(account -> account.getString("node"))
                .contains("slave-2");
    }

    @Test
    default void takesAUserOutOfWhatIsStored() throws Exception {
        try (StandInSlave slave = bench().slave("slave-2")) {
            slave.send(slave.batch(0, records("erased.example", "anna", 3)));
            awaitAnswers(slave, 1);
        }
        assertThat(bench().admin()
                        .post("/api/v1/records/erasures", "{\"user\":\"anna\"}")
                        .statusCode())
                .isEqualTo(202);
        await("it is done").atMost(ANSWER).until(() -> bench().admin()
                .read("/api/v1/records/erasures")
                .asJsonArray()
                .getJsonObject(0)
                .getBoolean("done"));

        assertThat(bench().admin()
                        .read("/api/v1/records?host=erased.example")
                        .asJsonArray()
                        .getValuesAs(JsonObject.class))
                .hasSize(3)
                .allMatch(record -> record.getString("user").equals("~erased"));
        assertThat(bench().admin()
                        .read("/api/v1/audit?action=records.erase")
                        .asJsonArray()
                        .toString())
                .contains("records.erase")
                .doesNotContain("anna");
    }

    private static void awaitAnswers(StandInSlave slave, int count) {
        await(count + " answers").atMost(ANSWER).until(() -> slave.applied().size() >= count);
    }

    private long stored(String node, long boot) throws SQLException {
        try (Connection connection = bench().database().connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT count(*) FROM access_record WHERE node = ? AND boot = ?")) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    static List<AccessRecord> records(String host, int count) {
        return records(host, "", count);
    }

    private static List<AccessRecord> records(String host, String user, int count) {
        return IntStream.range(0, count).mapToObj(i -> record(host, user, i)).toList();
    }

    private static AccessRecord record(String host, String user, int i) {
        return new AccessRecord(
                Instant.now(),
                Duration.ofMillis(12),
                "192.0.2.7",
                user,
                "GET",
                "http",
                host,
                80,
                "/" + i,
                200,
                0,
                1_000,
                "text/html",
                "allow",
                "local-networks",
                "Local networks",
                "",
                "RULE",
                1,
                1,
                "none",
                "198.51.100.1:80",
                "test",
                "",
                "request-" + i);
    }
}
