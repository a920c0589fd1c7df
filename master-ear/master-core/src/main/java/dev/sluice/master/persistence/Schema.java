package dev.sluice.master.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date and then opens the doors. */
@ApplicationScoped
public class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 150;
    private static final int TRIES_PER_LINE = 5;

    private final DataSource source;
    private final Gate gate;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Schema() {
        this(null, null);
    }

    @Inject
    Schema(DataSource source, Gate gate) {
        this.source = source;
        this.gate = gate;
    }

    /**
     * Waits for the database, migrates and opens the doors.
     *
     * @param database what to call it in the log
     * @throws IllegalStateException when the database stays away for five minutes
     */
    public void migrate(String database) {
        awaitDatabase(database);
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        gate.open();
    }

    private void awaitDatabase(String database) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try (Connection connection = source.getConnection()) {
                LOG.debug("The database at {} answers as {}", database, connection.getMetaData());
                return;
            } catch (SQLException e) {
                if (attempt % TRIES_PER_LINE == 1) {
                    LOG.warn("No database at {}, trying again: {}", database, e.getMessage());
                }
                pause();
            }
        }
        throw new IllegalStateException("No database at " + database + ". Start it, or correct sluice.database.*.");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for the database", e);
        }
    }
}
