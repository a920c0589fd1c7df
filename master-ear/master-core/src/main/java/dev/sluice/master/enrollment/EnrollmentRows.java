package dev.sluice.master.enrollment;

import dev.sluice.master.enrollment.Enrollment.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of requests. Stateless. */
final class EnrollmentRows {
    private static final String COLUMNS = """
            SELECT id, key_id, node, public_key, request, version, address, asked_at, status FROM enrollment""";

    /** Takes the place of an earlier request of the same node with the same public key. */
    static void insert(Connection connection, Enrollment enrollment) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO enrollment (id, key_id, node, public_key, request, version, address, asked_at, status)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (node, public_key) DO UPDATE SET id = EXCLUDED.id, key_id = EXCLUDED.key_id,
                    request = EXCLUDED.request, version = EXCLUDED.version, address = EXCLUDED.address,
                    asked_at = EXCLUDED.asked_at, status = EXCLUDED.status, decided_at = NULL, decided_by = '',
                    serial = NULL""")) {
            upsert.setString(1, enrollment.id());
            upsert.setString(2, enrollment.keyId());
            upsert.setString(3, enrollment.node());
            upsert.setString(4, enrollment.publicKey());
            upsert.setString(5, enrollment.request());
            upsert.setString(6, enrollment.version());
            upsert.setString(7, enrollment.address());
            upsert.setTimestamp(8, Timestamp.from(enrollment.askedAt()));
            upsert.setString(9, enrollment.status().name());
            upsert.executeUpdate();
        }
    }

    static Optional<Enrollment> find(Connection connection, String node, String publicKey) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE node = ? AND public_key = ?")) {
            query.setString(1, node);
            query.setString(2, publicKey);
            return all(query).stream().findFirst();
        }
    }

    static Optional<Enrollment> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE id = ?")) {
            query.setString(1, id);
            return all(query).stream().findFirst();
        }
    }

    /** Whoever decides on it at the same time waits for the end of this transaction. */
    static Optional<Enrollment> lock(Connection connection, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE id = ? FOR UPDATE")) {
            query.setString(1, id);
            return all(query).stream().findFirst();
        }
    }

    /** The oldest first. */
    static List<Enrollment> pending(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(COLUMNS + " WHERE status = 'PENDING' ORDER BY asked_at")) {
            return all(query);
        }
    }

    static List<Enrollment> pendingBefore(Connection connection, Instant time) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(COLUMNS + " WHERE status = 'PENDING' AND asked_at < ? FOR UPDATE")) {
            query.setTimestamp(1, Timestamp.from(time));
            return all(query);
        }
    }

    static int countPending(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT count(*) FROM enrollment WHERE status = 'PENDING'");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<Enrollment> all(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<Enrollment> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Enrollment(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7),
                        rows.getTimestamp(8).toInstant(),
                        Status.valueOf(rows.getString(9))));
            }
            return all;
        }
    }

    static void approve(Connection connection, String id, String serial, String by, Instant at) throws SQLException {
        decide(connection, id, Status.APPROVED, by, at);
        try (PreparedStatement update = connection.prepareStatement("UPDATE enrollment SET serial = ? WHERE id = ?")) {
            update.setString(1, serial);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    static void decide(Connection connection, String id, Status status, String by, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE enrollment SET status = ?, decided_by = ?, decided_at = ? WHERE id = ?")) {
            update.setString(1, status.name());
            update.setString(2, by);
            update.setTimestamp(3, Timestamp.from(at));
            update.setString(4, id);
            update.executeUpdate();
        }
    }

    static void delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM enrollment WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    /** Those of the node; what it wants next it asks for anew. */
    static void deleteOf(Connection connection, String node) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM enrollment WHERE node = ?")) {
            delete.setString(1, node);
            delete.executeUpdate();
        }
    }

    /** Those that were decided before that time. */
    static void forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM enrollment WHERE decided_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(before));
            delete.executeUpdate();
        }
    }

    private EnrollmentRows() {}
}
