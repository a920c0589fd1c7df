package dev.sluice.master.persistence;

import dev.sluice.master.config.MasterConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to PostgreSQL for the pools. The first one waits until PostgreSQL answers, because the server needs it
 * while it deploys the master, and would else give the deployment up. What waiting cannot mend, such as a wrong
 * password, fails at once; so does every connection after the first.
 */
public final class PatientDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PatientDataSource.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES_PER_LINE = 30;

    private transient volatile boolean answered;

    @Override
    public Connection getConnection() throws SQLException {
        return answered ? super.getConnection() : first(super::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return answered ? super.getConnection(user, password) : first(() -> super.getConnection(user, password));
    }

    private interface Attempt {
        Connection connect() throws SQLException;
    }

    private Connection first(Attempt attempt) throws SQLException {
        String database = checkedUrl();
        for (int tries = 0; ; tries++) {
            try {
                Connection connection = attempt.connect();
                answered = true;
                return connection;
            } catch (SQLException e) {
                if (!mayPass(e)) {
                    throw new SQLException("No connection to " + database + ": " + e.getMessage(), e.getSQLState(), e);
                }
                if (tries % TRIES_PER_LINE == 0) {
                    LOG.warn("Waiting for the database at {}: {}", database, e.getMessage());
                }
                pause();
            }
        }
    }

    /** The server resolves the settings of the pools by itself; here is the first place to say what is wrong with them. */
    private static String checkedUrl() throws SQLException {
        try {
            return MasterConfig.load().databaseUrl();
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    /** SQLSTATE class 08, no connection; 53300, too many connections; 57P03, still starting. */
    static boolean mayPass(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return state.startsWith("08") || state.equals("53300") || state.equals("57P03");
    }

    private static void pause() throws SQLException {
        if (isStopping()) {
            throw new SQLException("Stopped while waiting for the database");
        }
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Stopped while waiting for the database", e);
        }
    }

    /** The server stops only when the deployment that waits here has come to an end. */
    private static boolean isStopping() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
