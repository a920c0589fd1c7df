package dev.sluice.master.rollup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

/**
 * How far there are sums of whole days. A day is summed up once, from its hours, when it is over: to add to it all day
 * long would cost as much as the hours do. What comes later is added to both.
 */
final class SummedDays {
    /** A day that is over for so long; most that is late is in its hours by then. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final String SUM = "SELECT 'D'::\"char\", dimension, ?::timestamptz, node, value, " + Rollups.SUMS
            + " FROM rollup WHERE tier = 'H' AND bucket >= ? AND bucket < ? GROUP BY dimension, node, value";

    /** The start of the first day that is not summed up; its sums are those of its hours. */
    static Instant end(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT up_to FROM rollup_summed")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    /** Sums up the next day if it is over, in a transaction that has called {@link Rollups#hold}. @return whether it was */
    static boolean step(Connection connection, Instant now) throws SQLException {
        Instant day = end(connection);
        Instant next = day.plus(Tier.DAY.length());
        if (now.isBefore(next.plus(GRACE))) {
            return false;
        }
        try (PreparedStatement sum = connection.prepareStatement(Rollups.ADD.formatted(SUM));
                PreparedStatement move = connection.prepareStatement("UPDATE rollup_summed SET up_to = ?")) {
            sum.setTimestamp(1, Timestamp.from(day));
            sum.setTimestamp(2, Timestamp.from(day));
            sum.setTimestamp(3, Timestamp.from(next));
            sum.executeUpdate();
            move.setTimestamp(1, Timestamp.from(next));
            move.executeUpdate();
        }
        return true;
    }

    private SummedDays() {}
}
