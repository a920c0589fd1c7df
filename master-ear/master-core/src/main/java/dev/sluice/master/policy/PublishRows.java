package dev.sluice.master.policy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** The SQL of publishing. The policy's text, which may be long, is copied within the database. */
final class PublishRows {
    /** Whoever publishes or saves holds this lock to the commit: numbers have no gaps. @return the draft's version */
    static long lockDraft(Connection connection) throws SQLException {
        return number(connection, "SELECT version FROM policy_draft WHERE id = " + DraftRow.ID + " FOR UPDATE");
    }

    static long newestNumber(Connection connection) throws SQLException {
        return number(connection, "SELECT max(number) FROM policy_revision");
    }

    static String document(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT document FROM policy_draft WHERE id = " + DraftRow.ID);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Writes a revision whose text is the draft's. */
    static void insertDraft(Connection connection, PublishedPolicy published) throws SQLException {
        insert(connection, published, "policy_draft WHERE id = " + DraftRow.ID);
    }

    /** Writes a revision whose text is that of an earlier one. */
    static void insertCopy(Connection connection, PublishedPolicy published, long number) throws SQLException {
        insert(connection, published, "policy_revision WHERE number = " + number);
    }

    private static void insert(Connection connection, PublishedPolicy published, String from) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy_revision (number, epoch, hash, document, published_at, published_by, comment)
                SELECT ?, ?, ?, document, ?, ?, ? FROM\s""" + from)) {
            insert.setLong(1, published.revision().number());
            insert.setLong(2, published.revision().epoch());
            insert.setString(3, published.hash());
            insert.setTimestamp(4, Timestamp.from(published.publishedAt()));
            insert.setString(5, published.publishedBy());
            insert.setString(6, published.comment());
            if (insert.executeUpdate() != 1) {
                throw new SQLException("There is no text in " + from);
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private PublishRows() {}
}
