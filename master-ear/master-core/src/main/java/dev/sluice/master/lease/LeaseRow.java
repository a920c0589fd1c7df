package dev.sluice.master.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The one row, as one holder sees it. Taking the lease ends the connections of the master whose lease is over, and locks
 * the row against every reader that asked {@code FOR KEY SHARE}, so it waits until their transactions have ended;
 * renewing changes no key and disturbs none of them.
 */
record LeaseRow(Holder holder, Duration life) {
    /** A process that was stopped in a transaction, or whose host is gone, would else keep its locks. */
    private static final String FENCE = """
            SELECT count(pg_terminate_backend(pid)) FROM master_lease JOIN pg_stat_activity
                ON application_name LIKE 'sluice-% ' || substring(holder FROM '[^ ]*$')
            WHERE id = 1 AND expires_at <= clock_timestamp() AND holder <> ? AND usename = current_user""";

    private static final String TAKE = """
            WITH free AS (SELECT id FROM master_lease WHERE id = 1 AND expires_at <= clock_timestamp() FOR UPDATE)
            UPDATE master_lease lease SET holder = ?, epoch = lease.epoch + 1,
                expires_at = clock_timestamp() + ? * interval '1 millisecond'
            FROM free WHERE lease.id = free.id RETURNING lease.epoch""";
    private static final String RENEW = """
            UPDATE master_lease SET expires_at = clock_timestamp() + ? * interval '1 millisecond'
            WHERE id = 1 AND holder = ? RETURNING epoch""";
    private static final String RELEASE =
            "UPDATE master_lease SET expires_at = clock_timestamp() WHERE id = 1 AND holder = ?";
    private static final String HOLD = "SELECT epoch FROM master_lease WHERE id = 1 AND holder = ? FOR KEY SHARE";
    private static final String RAISE = """
            UPDATE master_lease SET epoch = greatest(epoch, ?) + 1 WHERE id = 1 AND holder = ? RETURNING epoch""";
    private static final String RIVAL = """
            SELECT holder FROM master_lease
            WHERE id = 1 AND expires_at > clock_timestamp() AND holder <> ?""";

    /** The new epoch, or empty while another one holds it. */
    OptionalLong take(Connection connection) throws SQLException {
        try (PreparedStatement fence = connection.prepareStatement(FENCE);
                PreparedStatement update = connection.prepareStatement(TAKE)) {
            fence.setString(1, holder.name());
            fence.execute();
            update.setString(1, holder.name());
            update.setLong(2, life.toMillis());
            return number(update);
        }
    }

    /** The epoch, or empty when another one has taken it. An expired lease that nobody took is as good as before. */
    OptionalLong renew(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RENEW)) {
            update.setLong(1, life.toMillis());
            update.setString(2, holder.name());
            return number(update);
        }
    }

    void release(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RELEASE)) {
            update.setString(1, holder.name());
            update.executeUpdate();
        }
    }

    /** The epoch, or empty when it is another's; nobody can take it before this transaction ends. */
    OptionalLong hold(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HOLD)) {
            query.setString(1, holder.name());
            return number(query);
        }
    }

    /** The new epoch, or empty when it is another's. */
    OptionalLong raise(Connection connection, long above) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RAISE)) {
            update.setLong(1, above);
            update.setString(2, holder.name());
            return number(update);
        }
    }

    /** The name of another one that holds it now, or empty. */
    String rival(Connection connection) throws SQLException {
        if (!exists(connection)) {
            return "";
        }
        try (PreparedStatement query = connection.prepareStatement(RIVAL)) {
            query.setString(1, holder.name());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT to_regclass('master_lease') IS NOT NULL");
                ResultSet rows = query.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static OptionalLong number(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }
}
