package dev.sluice.master.policy;

import dev.sluice.jms.PolicyMessage.Section;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The SQL of the long lists. */
final class SectionRows {
    /** Writes the files that are not there yet, and that the revision, which is, needs them. */
    static void write(Connection connection, long number, Cut cut) throws SQLException {
        Set<String> present = present(connection, cut);
        for (Cut.LongList file : cut.files()) {
            if (present.add(file.section().digest())) {
                writeContent(connection, file);
            }
            writeUse(connection, number, file.section());
        }
    }

    private static Set<String> present(Connection connection, Cut cut) throws SQLException {
        Set<String> present = new HashSet<>();
        if (cut.files().isEmpty()) {
            return present;
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT digest FROM policy_section WHERE digest = ANY (?)")) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", cut.sections().stream().map(Section::digest).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    present.add(rows.getString(1));
                }
            }
        }
        return present;
    }

    private static void writeContent(Connection connection, Cut.LongList file) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO policy_section (digest, bytes, content) VALUES (?, ?, ?)")) {
            insert.setString(1, file.section().digest());
            insert.setLong(2, file.section().bytes());
            insert.setBytes(3, file.gzip().bytes());
            insert.executeUpdate();
        }
    }

    private static void writeUse(Connection connection, long number, Section section) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO policy_revision_section (number, category, digest, bytes) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, section.category());
            insert.setString(3, section.digest());
            insert.setLong(4, section.bytes());
            insert.executeUpdate();
        }
    }

    /** The sections of these revisions, by number; revisions without any are left out. */
    static Map<Long, List<Section>> of(Connection connection, long least, long most) throws SQLException {
        Map<Long, List<Section>> sections = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT number, category, digest, bytes FROM policy_revision_section
                WHERE number BETWEEN ? AND ? ORDER BY number, category""")) {
            query.setLong(1, least);
            query.setLong(2, most);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sections.computeIfAbsent(rows.getLong(1), number -> new ArrayList<>())
                            .add(new Section(rows.getString(2), rows.getString(3), rows.getLong(4)));
                }
            }
        }
        return sections;
    }

    static Optional<Gzip> content(Connection connection, String digest) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT content FROM policy_section WHERE digest = ?")) {
            query.setString(1, digest);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(new Gzip(rows.getBytes(1))) : Optional.empty();
            }
        }
    }

    /** Deletes the files that neither the newest revisions need nor this one. */
    static int deleteUnused(Connection connection, long keptRevisions, long needed) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM policy_section WHERE digest NOT IN (
                    SELECT digest FROM policy_revision_section
                    WHERE number > (SELECT max(number) FROM policy_revision) - ? OR number = ?)""")) {
            delete.setLong(1, keptRevisions);
            delete.setLong(2, needed);
            return delete.executeUpdate();
        }
    }

    private SectionRows() {}
}
