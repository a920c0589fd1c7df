package dev.sluice.master.member;

import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes of the cluster. Answers from memory; only the active master changes them. Safe for any thread.
 *
 * <p>Changes are parts of the caller's transaction, who calls {@link #refresh} after the commit.
 */
@ApplicationScoped
public class Members {
    private static final String COLUMNS = "SELECT id, node_group, key_id, joined_at, removed_at FROM node";

    private final Database database;
    private final Lease lease;
    private final Map<String, Member> byId = new ConcurrentHashMap<>();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Members() {
        this(null, null);
    }

    @Inject
    public Members(Database database, Lease lease) {
        this.database = database;
        this.lease = lease;
    }

    /** Reads them. Called once at the start. */
    public void start() {
        database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(COLUMNS);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Member member = member(rows);
                    byId.put(member.id(), member);
                }
            }
        });
    }

    /** All, the removed ones too. */
    public List<Member> all() {
        return List.copyOf(byId.values());
    }

    public Optional<Member> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public boolean isRemoved(String id) {
        return find(id).filter(Member::isRemoved).isPresent();
    }

    /** The node group, empty for none. */
    public String groupOf(String id) {
        return find(id).map(Member::group).orElse("");
    }

    /** Takes in a node that speaks and of which nobody knows how it joined. */
    public Member meet(String id, Instant at) {
        Member known = byId.get(id);
        if (known != null) {
            return known;
        }
        database.run(connection -> {
            lease.hold(connection);
            admit(connection, Member.unknown(id, at));
        });
        return refresh(id);
    }

    /** Takes a node in. One that was in before keeps its group, unless it had none. */
    public void admit(Connection connection, Member member) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO node (id, node_group, key_id, joined_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET key_id = EXCLUDED.key_id, joined_at = EXCLUDED.joined_at,
                    node_group = CASE node.node_group WHEN '' THEN EXCLUDED.node_group ELSE node.node_group END""")) {
            upsert.setString(1, member.id());
            upsert.setString(2, member.group());
            upsert.setString(3, member.keyId());
            upsert.setTimestamp(4, Timestamp.from(member.joinedAt()));
            upsert.executeUpdate();
        }
    }

    /** Returns whether there is such a node and it was not removed before. */
    public boolean remove(Connection connection, String id, Instant at) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE node SET removed_at = ? WHERE id = ? AND removed_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(at));
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Returns whether there is such a node and it was removed. */
    public boolean readmit(Connection connection, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE node SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL")) {
            update.setString(1, id);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Returns whether there is such a node.
     *
     * @throws IllegalArgumentException when this is no name for a group
     */
    public boolean putInGroup(Connection connection, String id, String group) throws SQLException {
        if (!Member.GROUP.matcher(group).matches()) {
            throw new IllegalArgumentException("A group is lower-case letters, digits and hyphens, at most 63.");
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE node SET node_group = ? WHERE id = ?")) {
            update.setString(1, group);
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    /** Sees what was committed of this node, which there is. */
    public Member refresh(String id) {
        Member now = database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + " WHERE id = ?")) {
                query.setString(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return member(rows);
                }
            }
        });
        byId.put(id, now);
        return now;
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant));
    }
}
