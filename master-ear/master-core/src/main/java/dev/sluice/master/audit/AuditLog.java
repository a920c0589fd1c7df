package dev.sluice.master.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one writer of the audit. Safe for any thread. */
public final class AuditLog {
    /**
     * Adds an event at the end of the chain, within the transaction that makes the change: neither is there without the
     * other. To be called last in it, because other changes wait from here to the commit.
     *
     * @param at now
     */
    public static void add(Connection connection, Instant at, Change change) throws SQLException {
        Head head = lockHead(connection);
        AuditEvent event = AuditEvent.following(
                head.hash(),
                head.number() + 1,
                at.truncatedTo(ChronoUnit.MICROS),
                Bounds.of(Origin.current()),
                Bounds.of(change));
        insert(connection, event);
        moveHead(connection, event);
    }

    /** The last event's number and hash. */
    private record Head(long number, String hash) {}

    private static Head lockHead(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT number, hash FROM audit_head FOR UPDATE");
                ResultSet row = query.executeQuery()) {
            row.next();
            return new Head(row.getLong(1), row.getString(2));
        }
    }

    private static void insert(Connection connection, AuditEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO audit_event
                    (number, at, who, address, token, action, object, before, after, previous, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setLong(1, event.number());
            insert.setTimestamp(2, Timestamp.from(event.at()));
            insert.setString(3, event.change().who());
            insert.setString(4, event.origin().address());
            insert.setString(5, event.origin().token());
            insert.setString(6, event.change().action());
            insert.setString(7, event.change().object());
            insert.setString(8, event.change().before());
            insert.setString(9, event.change().after());
            insert.setString(10, event.previous());
            insert.setString(11, event.hash());
            insert.executeUpdate();
        }
    }

    private static void moveHead(Connection connection, AuditEvent event) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_head SET number = ?, hash = ?")) {
            update.setLong(1, event.number());
            update.setString(2, event.hash());
            update.executeUpdate();
        }
    }

    private AuditLog() {}
}
