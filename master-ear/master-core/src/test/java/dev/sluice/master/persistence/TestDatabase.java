package dev.sluice.master.persistence;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A migrated database of one test's own, in a PostgreSQL that all tests share, with both doors open. */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final DataSource source;
    private final Gate gate = new Gate();
    private @Nullable EntityManagerFactory entities;

    private TestDatabase(String name) {
        this.name = name;
        this.source = TestServer.source(name);
        gate.open();
    }

    public static TestDatabase create() {
        return new TestDatabase(TestServer.createMigrated());
    }

    public Database jdbc() {
        return new Database(source, gate);
    }

    /** With connections that are kept and used again, as on the server. */
    public Database pooled() {
        return new Database(TestServer.pool(name), gate);
    }

    public Transactions jpa() {
        if (entities == null) {
            entities = Persistence.createEntityManagerFactory("sluice", properties(source));
        }
        return new LocalTransactions(entities);
    }

    /** The unit of the server, but with transactions of the connection's own. */
    private static Map<String, Object> properties(DataSource source) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        properties.put("jakarta.persistence.nonJtaDataSource", source);
        properties.put("jakarta.persistence.jtaDataSource", null);
        return properties;
    }

    /** The first column of the first row. */
    public long number(String sql) {
        return Long.parseLong(texts(sql).get(0));
    }

    /** The first column of each row. */
    public List<String> texts(String sql) {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql) {
        TestServer.execute(source, sql);
    }

    @Override
    public void close() {
        if (entities != null) {
            entities.close();
        }
        TestServer.drop(name);
    }
}
