package dev.sluice.master.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A migrated database of one test's own, in a PostgreSQL that all tests share, with both doors open. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DataSource source;
    private final Gate gate = new Gate();
    private final EntityManagerFactory entities;

    private TestDatabase(DataSource source) {
        this.source = source;
        new Schema(source, gate).migrate("the test's PostgreSQL");
        entities = Persistence.createEntityManagerFactory("sluice", properties(source));
    }

    /** The unit of the server, but with transactions of the connection's own. */
    private static Map<String, Object> properties(DataSource source) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
        properties.put("jakarta.persistence.nonJtaDataSource", source);
        properties.put("jakarta.persistence.jtaDataSource", null);
        return properties;
    }

    public static TestDatabase create() {
        return new TestDatabase(createEmpty());
    }

    /** A database without any table. */
    static DataSource createEmpty() {
        String name = "test" + COUNT.incrementAndGet();
        EmbeddedPostgres server = Server.ONE;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("No database for the test", e);
        }
        return server.getDatabase("postgres", name);
    }

    public DataSource source() {
        return source;
    }

    public Database jdbc() {
        return new Database(source, gate);
    }

    public Transactions jpa() {
        return new LocalTransactions(entities);
    }

    /** The first column of the first row. */
    public long number(String sql) {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        entities.close();
    }

    /** Started when first asked for, stopped with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
            }
        }
    }
}
