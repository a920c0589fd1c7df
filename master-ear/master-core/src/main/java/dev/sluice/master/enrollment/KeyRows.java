package dev.sluice.master.enrollment;

import dev.sluice.enrollment.VerificationKey;
import dev.sluice.policy.match.Network;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of activation keys. Stateless. */
final class KeyRows {
    private static final String COLUMNS = """
            SELECT id, label, node_group, networks, auto_approve, uses, most_uses, expires_at, created_at, created_by,
                revoked_at, initial, verification FROM activation_key""";

    /** A key and what checks proofs made with it. */
    record Row(JoinKey key, VerificationKey verification) {}

    static void insert(Connection connection, Row row) throws SQLException {
        JoinKey key = row.key();
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO activation_key (id, label, node_group, networks, auto_approve, most_uses, expires_at,
                    created_at, created_by, initial, verification)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
            insert.setString(1, key.id());
            insert.setString(2, key.label());
            insert.setString(3, key.group());
            insert.setArray(4, texts(connection, key.networks()));
            insert.setBoolean(5, key.autoApprove());
            insert.setObject(6, key.mostUses().orElse(null));
            insert.setTimestamp(7, key.expiresAt().map(Timestamp::from).orElse(null));
            insert.setTimestamp(8, Timestamp.from(key.createdAt()));
            insert.setString(9, key.createdBy());
            insert.setBoolean(10, key.initial());
            insert.setString(11, row.verification().hex());
            insert.executeUpdate();
        }
    }

    private static Array texts(Connection connection, List<Network> networks) throws SQLException {
        return connection.createArrayOf(
                "text", networks.stream().map(Network::toString).toArray());
    }

    /** The newest first. */
    static List<JoinKey> all(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " ORDER BY created_at DESC, id");
                ResultSet rows = query.executeQuery()) {
            List<JoinKey> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(key(rows));
            }
            return keys;
        }
    }

    static Optional<Row> find(Connection connection, String id) throws SQLException {
        return find(connection, id, "");
    }

    /** Whoever uses the key at the same time waits for the end of this transaction. */
    static Optional<Row> lock(Connection connection, String id) throws SQLException {
        return find(connection, id, " FOR NO KEY UPDATE");
    }

    private static Optional<Row> find(Connection connection, String id, String lock) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE id = ?" + lock)) {
            query.setString(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(key(row), VerificationKey.ofHex(row.getString(13))))
                        : Optional.empty();
            }
        }
    }

    private static JoinKey key(ResultSet row) throws SQLException {
        return new JoinKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Arrays.stream((String[]) row.getArray(4).getArray())
                        .map(Network::parse)
                        .toList(),
                row.getBoolean(5),
                row.getInt(6),
                Optional.ofNullable((Integer) row.getObject(7)),
                time(row, 8),
                row.getTimestamp(9).toInstant(),
                row.getString(10),
                time(row, 11),
                row.getBoolean(12));
    }

    private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    /** @param more 1 for a node that joins, -1 for one that does not after all */
    static void use(Connection connection, String id, int more) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE activation_key SET uses = greatest(0, uses + ?) WHERE id = ?")) {
            update.setInt(1, more);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /** Returns whether there is such a key and it was good. */
    static boolean revoke(Connection connection, String id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE activation_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Those that were made known by a file that now names another. */
    static void revokeInitialOthers(Connection connection, String id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE activation_key SET revoked_at = ? WHERE initial AND id <> ? AND revoked_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private KeyRows() {}
}
