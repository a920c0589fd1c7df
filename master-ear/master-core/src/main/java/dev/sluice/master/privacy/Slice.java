package dev.sluice.master.privacy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A stretch of time with a bounded number of records, but for those of its last microsecond.
 *
 * @param to where the next one begins
 * @param last whether no next one is needed
 */
record Slice(Instant from, Instant to, boolean last) {
    /** The first one of a stretch, found along the key. */
    static Slice of(Connection connection, Instant from, Instant end, int records) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT time FROM access_record WHERE time >= ? AND time < ? ORDER BY time OFFSET ? LIMIT 1")) {
            query.setTimestamp(1, Timestamp.from(from));
            query.setTimestamp(2, Timestamp.from(end));
            query.setInt(3, records - 1);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Slice(from, row.getTimestamp(1).toInstant().plus(1, ChronoUnit.MICROS), false)
                        : new Slice(from, end, true);
            }
        }
    }

    /** Fills in the two ends, from this parameter on. */
    void set(PreparedStatement statement, int index) throws SQLException {
        statement.setTimestamp(index, Timestamp.from(from));
        statement.setTimestamp(index + 1, Timestamp.from(to));
    }
}
