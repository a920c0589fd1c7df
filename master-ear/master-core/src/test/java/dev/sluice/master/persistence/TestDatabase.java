package dev.sluice.master.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A migrated database of one test's own, in a PostgreSQL that all tests share, with both doors open. */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final DataSource source;
    private final Gate gate = new Gate();

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

    public Transactions jpa() {
        return new LocalTransactions(source);
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
        TestServer.drop(name);
    }
}
