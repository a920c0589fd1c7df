package dev.sluice.master.rollup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * The records that were stored before there were roll-ups. An hour of them at a time, the newest first, so that no
 * transaction is long and no start waits; they are counted as {@link Tally} counts them.
 */
final class Backlog {
    private static final String SUM = """
            INSERT INTO rollup_delta
            WITH record AS (
                SELECT date_trunc('minute', time, 'UTC') AS minute, date_trunc('hour', time, 'UTC') AS hour, node, host,
                    user_name, client, category, rule_id, error, scheme = 'tunnel' AS tunnel, action = 'block' AS blocked,
                    greatest(least(bytes_up, 1::bigint << 48), 0) AS up, greatest(least(bytes_down, 1::bigint << 48), 0) AS down,
                    greatest(duration_us, 4) AS micros, length(ltrim(greatest(duration_us, 4)::bit(64)::text, '0')) - 1 AS octave
                FROM access_record JOIN rollup_backlog_end USING (node, boot)
                WHERE sequence < next AND time >= ? AND time < ?
            )
            SELECT ?, dimension, bucket, node, value, count(*), count(*) FILTER (WHERE blocked),
                count(*) FILTER (WHERE error <> ''), count(*) FILTER (WHERE tunnel),
                least(sum(up), 9223372036854775807)::bigint, least(sum(down), 9223372036854775807)::bigint
            FROM record CROSS JOIN LATERAL (VALUES
                (0, minute, ''),
                (1, minute, (octave * 4 + ((micros >> (octave - 2)) & 3))::text),
                (2, hour, host),
                (3, hour, user_name),
                (4, hour, client),
                (5, hour, category),
                (6, hour, rule_id),
                (7, hour, error)
            ) AS part (dimension, bucket, value)
            WHERE NOT (dimension = 1 AND tunnel) AND NOT (dimension = 7 AND error = '')
            GROUP BY dimension, bucket, node, value""";

    /** Sums up the next hour. @return whether there was one */
    static boolean step(Connection connection, int part) throws SQLException {
        Optional<Instant> hour = take(connection);
        if (hour.isPresent()) {
            sum(connection, part, hour.get());
        }
        return hour.isPresent();
    }

    /** How many hours are left. */
    static long left(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM rollup_backlog")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** How many hours of the period are left. */
    static long left(Connection connection, Period period) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM rollup_backlog WHERE hour >= ? AND hour < ?")) {
            query.setTimestamp(1, Timestamp.from(Tier.HOUR.floor(period.from())));
            query.setTimestamp(2, Timestamp.from(period.to()));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static Optional<Instant> take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "DELETE FROM rollup_backlog WHERE hour = (SELECT max(hour) FROM rollup_backlog) RETURNING hour")) {
            return rows.next() ? Optional.of(rows.getTimestamp(1).toInstant()) : Optional.empty();
        }
    }

    private static void sum(Connection connection, int part, Instant hour) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SUM)) {
            insert.setTimestamp(1, Timestamp.from(hour));
            insert.setTimestamp(2, Timestamp.from(hour.plus(Tier.HOUR.length())));
            insert.setInt(3, part);
            insert.executeUpdate();
        }
    }

    private Backlog() {}
}
