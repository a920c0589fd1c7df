package dev.sluice.master.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGPoolingDataSource;

/** One PostgreSQL for all tests of this JVM, started when first asked for and stopped with the JVM. */
final class TestServer {
    private static final EmbeddedPostgres ONE = start();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String MIGRATED = migrate();

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres.Builder server = EmbeddedPostgres.builder();
            // for timings, such as "fsync=on synchronous_commit=on"; tests do without what outlives a crash
            for (String setting : System.getProperty("postgres.settings", "").split(" ")) {
                if (!setting.isEmpty()) {
                    String[] parts = setting.split("=", 2);
                    server.setServerConfig(parts[0], parts[1]);
                }
            }
            return server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }

    /** A database to copy from: much faster than to migrate each. */
    private static String migrate() {
        String name = createEmpty();
        new Schema(source(name), new Gate()).migrate();
        return name;
    }

    /** Makes a database without any table and gives its name. */
    static String createEmpty() {
        return create("");
    }

    /** Makes a database with all tables, empty. */
    static String createMigrated() {
        return create(" TEMPLATE " + MIGRATED);
    }

    private static String create(String like) {
        String name = "test" + COUNT.incrementAndGet();
        execute(ONE.getPostgresDatabase(), "CREATE DATABASE " + name + like);
        return name;
    }

    static void drop(String name) {
        execute(ONE.getPostgresDatabase(), "DROP DATABASE " + name + " WITH (FORCE)");
    }

    static DataSource source(String name) {
        return ONE.getDatabase("postgres", name);
    }

    static String url(String name) {
        return ONE.getJdbcUrl("postgres", name);
    }

    static DataSource pool(String name) {
        PGPoolingDataSource pool = new PGPoolingDataSource();
        pool.setDataSourceName(name);
        pool.setPortNumbers(new int[] {ONE.getPort()});
        pool.setDatabaseName(name);
        pool.setUser("postgres");
        return pool;
    }

    static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private TestServer() {}
}
