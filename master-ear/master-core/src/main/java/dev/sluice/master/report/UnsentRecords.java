package dev.sluice.master.report;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * The stored records that are still to be sent to the syslog receiver. What is stored is noted in the same transaction, so no
 * record is passed over, whatever its time; where no receiver is set nothing is noted. Safe for any thread.
 */
@ApplicationScoped
public class UnsentRecords {
    /** About so many records are read at once. */
    private static final int PAGE = 2_000;

    private static final int SPANS = 500;
    private static final String SELECT =
            "SELECT id, node, boot, first, last, earliest, latest, records FROM record_unsent"
                    + " WHERE id > ? ORDER BY id LIMIT " + SPANS;

    private static final String INSERT = """
        INSERT INTO record_unsent (node, boot, first, last, earliest, latest, records)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """;
    private static final String SETTLE = """
        WITH gone AS (DELETE FROM record_unsent WHERE id = ANY (?) RETURNING records)
        UPDATE record_sent
        SET sent = sent + (SELECT coalesce(sum(records), 0) FROM gone) - ?, expired = expired + ?\
        """;

    private final Database database;
    private final Lease lease;
    private final boolean noted;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected UnsentRecords() {
        this.database = null;
        this.lease = null;
        this.noted = false;
    }

    @Inject
    public UnsentRecords(Database database, Lease lease, MasterConfig config) {
        this.database = database;
        this.lease = lease;
        this.noted = config.syslog().isPresent();
    }

    /**
     * Some of the records, in the order in which they were stored.
     *
     * @param marks by which they are settled
     */
    public record Page(Marks marks, List<StoredRecord> records) {}

    /**
     * What stands for some records.
     *
     * @param ids none where there is nothing more
     * @param records how many they are
     * @param expired how many more there were that are deleted by now
     */
    public record Marks(List<Long> ids, int records, long expired) {
        public Marks {
            ids = List.copyOf(ids);
        }

        public boolean isEmpty() {
            return ids.isEmpty();
        }

        /** What {@link UnsentRecords#page} continues after. */
        public long last() {
            return ids.get(ids.size() - 1);
        }
    }

    /**
     * How much is left.
     *
     * @param records that are not settled
     * @param oldest when the first of them was stored; empty for none
     * @param sent records that are settled
     * @param expired records that were deleted for their age before they could be sent
     */
    public record Backlog(long records, Optional<Instant> oldest, long sent, long expired) {}

    /** Notes what this transaction stores. */
    void note(Connection connection, List<StoredSpan> spans) throws SQLException {
        if (noted) {
            insert(connection, spans);
        }
    }

    private static void insert(Connection connection, List<StoredSpan> spans) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (StoredSpan span : spans) {
                insert.setString(1, span.node());
                insert.setLong(2, span.boot());
                insert.setLong(3, span.first());
                insert.setLong(4, span.last());
                insert.setTimestamp(5, Timestamp.from(span.earliest()));
                insert.setTimestamp(6, Timestamp.from(span.latest()));
                insert.setInt(7, span.records());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * The next to send.
     *
     * @param after the last of the marks before, 0 for the first
     * @throws dev.sluice.master.lease.LeaseLostException when another master is the one to send
     */
    public Page page(long after) {
        return database.call(connection -> {
            lease.hold(connection);
            return page(connection, after);
        });
    }

    private static Page page(Connection connection, long after) throws SQLException {
        List<Long> ids = new ArrayList<>();
        List<StoredRecord> records = new ArrayList<>();
        long expired = 0;
        try (PreparedStatement query = connection.prepareStatement(SELECT)) {
            query.setLong(1, after);
            try (ResultSet rows = query.executeQuery()) {
                while (records.size() < PAGE && rows.next()) {
                    StoredSpan span = span(rows);
                    List<StoredRecord> found = span.find(connection);
                    ids.add(rows.getLong("id"));
                    records.addAll(found);
                    expired += span.records() - found.size();
                }
            }
        }
        return new Page(new Marks(ids, records.size(), expired), records);
    }

    private static StoredSpan span(ResultSet row) throws SQLException {
        return new StoredSpan(
                row.getString("node"),
                row.getLong("boot"),
                row.getLong("first"),
                row.getLong("last"),
                row.getTimestamp("earliest").toInstant(),
                row.getTimestamp("latest").toInstant(),
                row.getInt("records"));
    }

    /** The receiver has them: they are not sent again. @throws dev.sluice.master.lease.LeaseLostException as above */
    public void settle(Marks read) {
        database.run(connection -> {
            lease.hold(connection);
            try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
                update.setArray(1, connection.createArrayOf("bigint", read.ids().toArray()));
                update.setLong(2, read.expired());
                update.setLong(3, read.expired());
                update.executeUpdate();
            }
        });
    }

    /** Reads all that is left: not to be asked for more than every few seconds. */
    public Backlog backlog() {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                SELECT coalesce(sum(u.records), 0), min(u.stored_at), s.sent, s.expired
                FROM record_sent s LEFT JOIN record_unsent u ON true GROUP BY s.sent, s.expired\
                """);
                    ResultSet row = query.executeQuery()) {
                row.next();
                Optional<Instant> oldest =
                        Optional.ofNullable(row.getTimestamp(2)).map(Date::toInstant);
                return new Backlog(row.getLong(1), oldest, row.getLong(3), row.getLong(4));
            }
        });
    }
}
