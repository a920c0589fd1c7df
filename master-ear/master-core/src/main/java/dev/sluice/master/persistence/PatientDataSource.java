package dev.sluice.master.persistence;

import dev.sluice.master.config.MasterConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to PostgreSQL for the pools, as the settings say. The first one waits until PostgreSQL answers, because the server needs it
 * while it deploys the master, and would else give the deployment up. What waiting cannot mend, such as a wrong
 * password, fails at once; so does every connection after the first.
 */
public class PatientDataSource extends PGSimpleDataSource {
    /**
     * Ends the name of each connection, after its pool's, as PostgreSQL shows it in {@code pg_stat_activity}: no other
     * master has it, and neither has this one after its next start. So the next active master can end what this one left
     * open.
     */
    public static final String MASTER = UUID.randomUUID().toString();

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PatientDataSource.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES_PER_LINE = 30;
    /** A master that was stopped in the middle of a transaction keeps its locks no longer than this. */
    private static final String IDLE_LIMIT = "-c idle_in_transaction_session_timeout=30s";

    private transient volatile boolean answered;

    /** What PostgreSQL says of a row that it refuses holds the row, which is nothing for a log. */
    public PatientDataSource() {
        setLogServerErrorDetail(false);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return answered ? super.getConnection() : first();
    }

    private synchronized Connection first() throws SQLException {
        MasterConfig.DatabaseAccess database = config().database();
        setUrl(database.url());
        setUser(database.user());
        setPassword(database.password());
        setApplicationName(getApplicationName() + " " + MASTER);
        setOptions(Objects.requireNonNullElse(getOptions(), "") + " " + IDLE_LIMIT);
        Connection connection = await(database.url());
        answered = true;
        return connection;
    }

    /** Of all the master, the pools come up first: here is the place to say what is wrong with its settings. */
    private static MasterConfig config() throws SQLException {
        try {
            return MasterConfig.load();
        } catch (IllegalArgumentException e) {
            LOG.error("The master cannot start: {}", e.getMessage());
            throw new SQLException(e.getMessage(), e);
        }
    }

    private Connection await(String database) throws SQLException {
        for (int tries = 0; ; tries++) {
            try {
                Connection connection = super.getConnection();
                String obstacle = obstacle(connection);
                if (obstacle.isEmpty()) {
                    sayThatItGoesOn(tries);
                    return connection;
                }
                connection.close();
                say(tries, obstacle);
            } catch (SQLException e) {
                if (!mayPass(e)) {
                    LOG.error("The master cannot start without the database at {}: {}", database, e.getMessage());
                    throw e;
                }
                say(tries, "Waiting for the database at " + database + ": " + e.getMessage());
            }
            pause();
        }
    }

    /**
     * What else keeps the master from starting, as a line for the log; empty for nothing. Asked once a second until it is
     * nothing.
     */
    protected String obstacle(Connection connection) throws SQLException {
        return "";
    }

    private static void say(int tries, String obstacle) {
        if (tries % TRIES_PER_LINE == 0) {
            LOG.warn("{}", obstacle);
        }
    }

    private static void sayThatItGoesOn(int tries) {
        if (tries > 0) {
            LOG.info("Nothing keeps the master from starting any more, after {} s", tries * PAUSE.toSeconds());
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
