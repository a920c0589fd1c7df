package dev.sluice.master.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** The door for JDBC: each call is one transaction of its own. Shut until the schema is up to date. Safe for any thread. */
@ApplicationScoped
public class Database {
    private final DataSource source;
    private final Gate gate;
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder running = new LongAdder();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Database() {
        this(null, null);
    }

    @Inject
    Database(DataSource source, Gate gate) {
        this.source = source;
        this.gate = gate;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** What is done in one transaction, without a result. */
    @FunctionalInterface
    public interface Deed {
        void run(Connection connection) throws SQLException;
    }

    /** Runs the work and commits; rolls back when it throws. @throws DatabaseException when the database does not do it */
    public <T> T call(Work<T> work) {
        gate.pass();
        running.increment();
        try (Connection connection = source.getConnection()) {
            T result = inTransaction(connection, work);
            committed.increment();
            return result;
        } catch (SQLException e) {
            failed.increment();
            throw new DatabaseException("The database did not do it: " + e.getMessage(), e);
        } finally {
            running.decrement();
        }
    }

    /** Transactions committed since the start. */
    public long committed() {
        return committed.sum();
    }

    /** Transactions since the start that the database did not do, or for which it gave no connection. */
    public long failed() {
        return failed.sum();
    }

    /** Transactions under way now, those included that wait for a connection. */
    public long running() {
        return running.sum();
    }

    /** As {@link #call}, without a result. */
    public void run(Deed deed) {
        call(connection -> {
            deed.run(connection);
            return true;
        });
    }

    private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run(connection);
            commit(connection);
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            failed.increment();
            throw DatabaseException.atCommit(e);
        }
    }

    /** A connection on which this fails is broken, and the pool drops it before the next one gets it. */
    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
