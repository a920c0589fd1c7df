package dev.sluice.master.node;

import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.MessageCodec;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last state of each node, kept so that a restarted master still lists them. */
@ApplicationScoped
class NodeRows {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRows.class);

    private final Database database;
    private final Lease lease;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeRows() {
        this(null, null);
    }

    @Inject
    NodeRows(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    /** All that can be read; a row that cannot is left out, as the node will send its state again. */
    List<Heard> read() {
        return database.call(connection -> {
            List<Heard> all = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT heard_at, state FROM node_state");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    add(rows, all);
                }
            }
            return all;
        });
    }

    private static void add(ResultSet rows, List<Heard> all) throws SQLException {
        try {
            all.add(Heard.first(rows.getTimestamp(1).toInstant(), MessageCodec.readState(rows.getString(2))));
        } catch (MalformedMessageException e) {
            LOG.warn("A kept node state cannot be read: {}", e.getMessage());
        }
    }

    /** Writes all of them or none. */
    void write(List<Heard> all) {
        if (all.isEmpty()) {
            return;
        }
        database.run(connection -> {
            lease.hold(connection);
            try (PreparedStatement upsert = connection.prepareStatement("""
                    INSERT INTO node_state (node, boot, sequence, heard_at, state) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (node) DO UPDATE SET boot = EXCLUDED.boot, sequence = EXCLUDED.sequence,
                        heard_at = EXCLUDED.heard_at, state = EXCLUDED.state""")) {
                for (Heard heard : all) {
                    upsert.setString(1, heard.state().node());
                    upsert.setLong(2, heard.state().boot());
                    upsert.setLong(3, heard.state().sequence());
                    upsert.setTimestamp(4, Timestamp.from(heard.at()));
                    upsert.setString(5, Texts.storable(MessageCodec.write(heard.state())));
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
        });
    }
}
