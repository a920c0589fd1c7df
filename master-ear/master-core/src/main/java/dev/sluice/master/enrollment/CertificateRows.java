package dev.sluice.master.enrollment;

import dev.sluice.identity.CertificateChain;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of nodes' certificates. Stateless. */
final class CertificateRows {
    /** Returns the serial number. */
    static String insert(Connection connection, String node, String publicKey, CertificateChain chain, Instant now)
            throws SQLException {
        String serial = chain.leaf().getSerialNumber().toString(16);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO node_certificate (serial, node, public_key, chain, issued_at, not_after)
                VALUES (?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, serial);
            insert.setString(2, node);
            insert.setString(3, publicKey);
            insert.setString(4, chain.pem());
            insert.setTimestamp(5, Timestamp.from(now));
            insert.setTimestamp(6, new Timestamp(chain.leaf().getNotAfter().getTime()));
            insert.executeUpdate();
        }
        return serial;
    }

    /** The newest good one for this public key of the node. */
    static Optional<CertificateChain> good(Connection connection, String node, String publicKey, Instant now)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT chain FROM node_certificate
                WHERE node = ? AND public_key = ? AND revoked_at IS NULL AND not_after > ?
                ORDER BY issued_at DESC LIMIT 1""")) {
            query.setString(1, node);
            query.setString(2, publicKey);
            query.setTimestamp(3, Timestamp.from(now));
            return chain(query);
        }
    }

    /** Any good one of the node that was issued after that time. */
    static boolean hasGood(Connection connection, String node, Instant issuedAfter, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT FROM node_certificate
                WHERE node = ? AND issued_at > ? AND revoked_at IS NULL AND not_after > ? LIMIT 1""")) {
            query.setString(1, node);
            query.setTimestamp(2, Timestamp.from(issuedAfter));
            query.setTimestamp(3, Timestamp.from(now));
            return query.executeQuery().next();
        }
    }

    private static Optional<CertificateChain> chain(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(CertificateChain.parse(row.getString(1))) : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("A certificate in the database cannot be read: " + e.getMessage(), e);
        }
    }

    /** The newest first. */
    static List<NodeCertificate> of(Connection connection, String node) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT serial, node, issued_at, not_after, revoked_at FROM node_certificate
                WHERE node = ? ORDER BY issued_at DESC LIMIT 100""")) {
            query.setString(1, node);
            try (ResultSet rows = query.executeQuery()) {
                List<NodeCertificate> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(new NodeCertificate(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getTimestamp(3).toInstant(),
                            rows.getTimestamp(4).toInstant(),
                            Optional.ofNullable(rows.getTimestamp(5)).map(Timestamp::toInstant)));
                }
                return all;
            }
        }
    }

    /** The serial numbers of the good ones of each node. */
    static Map<String, List<String>> good(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT node, serial FROM node_certificate WHERE revoked_at IS NULL AND not_after > ? ORDER BY serial")) {
            query.setTimestamp(1, Timestamp.from(now));
            try (ResultSet rows = query.executeQuery()) {
                Map<String, List<String>> serials = new HashMap<>();
                while (rows.next()) {
                    serials.computeIfAbsent(rows.getString(1), node -> new ArrayList<>())
                            .add(rows.getString(2));
                }
                return serials;
            }
        }
    }

    /** All of the node but the newest so many. */
    static void revoke(Connection connection, String node, int butNewest, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE node_certificate SET revoked_at = ? WHERE node = ? AND revoked_at IS NULL AND serial NOT IN (
                    SELECT serial FROM node_certificate WHERE node = ? AND revoked_at IS NULL
                    ORDER BY issued_at DESC LIMIT ?)""")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, node);
            update.setString(3, node);
            update.setInt(4, butNewest);
            update.executeUpdate();
        }
    }

    /** Those that ran out before that time. */
    static void forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM node_certificate WHERE not_after < ?")) {
            delete.setTimestamp(1, Timestamp.from(before));
            delete.executeUpdate();
        }
    }

    private CertificateRows() {}
}
