package dev.sluice.master.enrollment;

import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.log.Outage;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest requests that were refused. Safe for any thread. */
@ApplicationScoped
class Refusals {
    static final int KEPT = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Database database;
    private final Outage outage = new Outage(LOG, "keep the requests that were refused");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Refusals() {
        this(null);
    }

    @Inject
    Refusals(Database database) {
        this.database = database;
    }

    /** Keeps it, if the database does. */
    void note(RefusalNote refusal) {
        LOG.info(
                "Refused to let node {} join, from {} with key {}: {}, {}",
                refusal.node(),
                refusal.address(),
                refusal.keyId(),
                refusal.reason(),
                refusal.text());
        try {
            database.run(connection -> {
                insert(connection, refusal);
                dropOldest(connection);
            });
            outage.worked();
        } catch (DatabaseException | LeaseLostException e) {
            outage.failed(e);
        }
    }

    private static void insert(Connection connection, RefusalNote refusal) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO enrollment_refusal (at, address, node, key_id, reason, text) VALUES (?, ?, ?, ?, ?, ?)""")) {
            insert.setTimestamp(1, Timestamp.from(refusal.at()));
            insert.setString(2, refusal.address());
            insert.setString(3, refusal.node());
            insert.setString(4, refusal.keyId());
            insert.setString(5, refusal.reason());
            insert.setString(6, Texts.storable(refusal.text()));
            insert.executeUpdate();
        }
    }

    private static void dropOldest(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM enrollment_refusal WHERE id <=
                    (SELECT id FROM enrollment_refusal ORDER BY id DESC OFFSET ? LIMIT 1)""")) {
            delete.setInt(1, KEPT);
            delete.executeUpdate();
        }
    }

    /** The newest first. */
    List<RefusalNote> newest(int limit) {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                    SELECT at, address, node, key_id, reason, text FROM enrollment_refusal
                    ORDER BY id DESC LIMIT ?""")) {
                query.setInt(1, limit);
                try (ResultSet rows = query.executeQuery()) {
                    List<RefusalNote> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(new RefusalNote(
                                rows.getTimestamp(1).toInstant(),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6)));
                    }
                    return all;
                }
            }
        });
    }
}
