package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How PostgreSQL reads a day of 60,000 records for a search. */
class RecordPlansTest {
    private static final String DAY = "access_record_20260301";
    private static final RecordFilter OF_THE_DAY =
            RecordFilter.ALL.within(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"));

    private final TestDatabase database = TestDatabase.create();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void fill() {
        new Partitions(database.jdbc(), TestConfig.PLAIN, new Hand(Instant.parse("2026-03-01T12:00:00Z"))).makeAhead();
        database.execute(
                "INSERT INTO access_record SELECT 'n1', 1, n, timestamptz '2026-03-01 00:00+00' + n * interval '1 s', 0,"
                        + " '10.0.0.1', CASE WHEN n > 100 THEN 'ann' ELSE 'bob' END, 'GET', 'http', 'www.example.com', 80, '/' || md5(n::text),"
                        + " 200, 0, 0, 'text/html', 'allow', 'r', 'R', '', 'RULE', 1, 1, 'none', '', repeat('agent', 20), '', ''"
                        + " FROM generate_series(1, 60000) AS n");
        database.execute("ANALYZE " + DAY); // as PostgreSQL does by itself within a minute
        // a day that is worth several processes would take long to make
        database.execute(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET parallel_setup_cost = 0', current_database()); END $$");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsAlongTheKeyUntilThereIsEnough() {
        assertThat(newest(OF_THE_DAY.with(RecordField.USER, "ann"))).hasSize(100);
        assertThat(asked).hasSize(1);
        assertThat(plan(0))
                .contains("Index Scan Backward using " + DAY + "_pkey")
                .doesNotContain("Sort", "Seq Scan");
    }

    @Test
    void readsTheDayWithSeveralProcessesForWhatIsFarFromItsEnd() {
        assertThat(newest(OF_THE_DAY.with(RecordField.USER, "bob")))
                .extracting(StoredRecord::sequence)
                .startsWith(100L, 99L)
                .hasSize(100);
        assertThat(asked).hasSize(2);
        assertThat(plan(1)).contains("Parallel Seq Scan on " + DAY).doesNotContain("access_record_default", "20260302");
    }

    @Test
    void readsNoOlderDayThanIsNeeded() {
        assertThat(newest(RecordFilter.ALL.with(RecordField.USER, "ann"))).hasSize(100);
        assertThat(asked).last().asString().contains("'2026-03-01 00:00:00+00'");
        assertThat(asked).as("the days before").noneMatch(sql -> !sql.contains("time >="));
    }

    @Test
    void readsAPageOfAnExportAlongTheKey() {
        RecordFilter filter = OF_THE_DAY.with(RecordField.USER, "ann");
        List<StoredRecord> page = database.jdbc()
                .call(connection -> RecordSearch.oldest(listening(connection), filter, Optional.empty(), 100));
        assertThat(page).hasSize(100);
        assertThat(plan(0)).contains("Index Scan using " + DAY + "_pkey").doesNotContain("Sort");
    }

    private List<StoredRecord> newest(RecordFilter filter) {
        return database.jdbc().call(connection -> RecordSearch.newest(listening(connection), filter, 100));
    }

    private String plan(int index) {
        return String.join("\n", database.texts("EXPLAIN " + asked.get(index)));
    }

    /** Keeps each statement with its values when it is executed. */
    private Connection listening(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return result instanceof PreparedStatement statement ? listening(statement) : result;
        });
    }

    private PreparedStatement listening(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("executeQuery")) {
                asked.add(statement.toString());
            }
            return invoke(statement, method, arguments);
        });
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
